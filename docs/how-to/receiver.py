"""A receiver of Leeward's webhooks: copy it, put your own work into ``act``, and run it behind https.

    LEEWARD_SECRET=whsec_... python receiver.py 8080

It needs nothing but Python. While you change the secret, name both with a comma between. A test of Leeward runs this very file
against real deliveries.
"""

import hashlib
import hmac
import json
import os
import sqlite3
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LARGEST = 1_000_000  # bytes of a message
OLDEST = 300  # seconds


def is_ours(secrets, headers, body, now):
    """Whether Leeward sent this, just now: one of the signatures fits one of our secrets."""
    timestamp = headers.get("Leeward-Timestamp", "")
    if not timestamp.isdigit() or abs(now - int(timestamp)) > OLDEST:
        return False
    given = headers.get("Leeward-Signature", "").split(",")
    made = ["v1=" + hmac.new(each.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest() for each in secrets]
    return any(hmac.compare_digest(ours, theirs) for ours in made for theirs in given)


class Memory:
    """What was done already. A message may come more than once; it is acted upon once, also after a restart."""

    def __init__(self, path=":memory:"):
        self.lock = threading.Lock()
        self.database = sqlite3.connect(path, check_same_thread=False)
        self.database.execute("CREATE TABLE IF NOT EXISTS seen (delivery TEXT PRIMARY KEY)")

    def once(self, delivery, work):
        """Do the work unless it was done; if it fails it is not remembered, and the message comes again."""
        with self.lock, self.database:
            fresh = self.database.execute("INSERT OR IGNORE INTO seen VALUES (?)", (delivery,)).rowcount == 1
            if fresh:
                work()
            return fresh


def act(message):
    """What you do about it. Setting what is told (not adding to it) makes every order of arrival safe."""
    kind = message["type"]
    if kind in ("action.in_force", "action.extended"):
        print("restrict", message["identifier"], message["measure"], "until", message["until"])
        if message["quiet"] is None and message["statement"] is not None:
            print("tell them why:", message["statement"]["explanation"])
    elif kind == "action.made_known":
        print("tell them now", message["identifier"], message["measure"])
    elif kind == "action.lifted":
        print("lift", message["identifier"], message["measure"])
    elif kind == "appeal.decided":
        print("answer the appeal", message["appeal"], message["outcome"])
    # "decision.reversed" and kinds that come later: nothing to do here, and no error


class Receiver(BaseHTTPRequestHandler):
    """Answers 204 when done, 401 when it is not Leeward's, 500 when it could not be done: then it comes again."""

    secrets, memory, act = (), Memory(), staticmethod(act)

    def do_POST(self):
        size = self.headers.get("Content-Length", "")
        if not size.isdigit() or int(size) > LARGEST:
            return self.answer(413)
        body = self.rfile.read(int(size))
        if not is_ours(self.secrets, self.headers, body, time.time()):
            return self.answer(401)
        message = json.loads(body)
        try:
            self.memory.once(message["delivery"], lambda: self.act(message))
        except Exception as problem:
            print("could not be done:", problem, file=sys.stderr)
            return self.answer(500)
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    Receiver.secrets = tuple(os.environ["LEEWARD_SECRET"].split(","))
    Receiver.memory = Memory("receiver.sqlite")
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
