"""What makes a playbook sound, one file a part of it. Every check takes the whole draft and yields what it finds.

``checker.CHECKS`` lists them in the order in which they are read.
"""
