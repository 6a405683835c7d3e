"""Proofs that stages use and that know none of them: commitments and Merkle roots."""
