"""Tests in a real browser. A package, so that its servers and its browser stop when its last test has run."""
