"""The frozen types that stages speak in. No I/O, no clock, no opinions."""
