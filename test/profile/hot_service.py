"""A service whose busy time is known: of every request `hot` has the share HOT_SHARE, `cold` the rest.

With WORKERS=n the parent forks n processes that accept on its socket. Says where it listens in one JSON line.
"""

import json
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

STEPS = 200_000
SHARE = float(os.environ.get("HOT_SHARE", "0.75"))


def hot(steps):
    x = 0.0
    for i in range(steps):
        x += i * 0.5
    return x


def cold(steps):
    x = 0.0
    for i in range(steps):
        x += i * 0.5
    return x


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = str(hot(int(STEPS * SHARE)) + cold(int(STEPS * (1 - SHARE)))).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Handler)
for _ in range(int(os.environ.get("WORKERS", "0"))):
    if os.fork() == 0:
        server.serve_forever()
print(json.dumps({"port": server.server_port}), flush=True)
if int(os.environ.get("WORKERS", "0")) > 0:
    os.wait()
else:
    server.serve_forever()
