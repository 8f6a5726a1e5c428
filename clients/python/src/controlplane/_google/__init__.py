"""Google's messages: those of googleapis-common-protos where it is installed, and our own where it is not."""
