"""From facts and controls to findings. Pure: what is not in a run did not happen."""
