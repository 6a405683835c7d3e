"""Stories of sample repositories. The code that tells them is `attest.samples`."""
