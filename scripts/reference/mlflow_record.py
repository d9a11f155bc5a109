"""Stands between MLflow's client and a server and writes what they say as lines of JSON, one a request, in order.

Run: python scripts/reference/mlflow_record.py --to http://127.0.0.1:5000 --port 5001 --out recorded.jsonl
then the client with MLFLOW_TRACKING_URI=http://127.0.0.1:5001. Ends on SIGTERM. Needs nothing beside Python.

A line: {"method", "path", "type"?, "body"?, "status", "answerType"?, "answer"?}. A body is JSON, or {"text": ...}, or,
when it is long or no text, {"size", "sha256"}.
"""
import argparse
import hashlib
import http.client
import http.server
import json
import signal
import threading
import urllib.parse

TEXT = 3000  # bytes of an artifact that are kept as they are
HOPS = {"connection", "transfer-encoding", "content-length", "keep-alive", "host"}


def told(body, kind):
    """What is written of a body."""
    if not body:
        return None
    if "json" in (kind or ""):
        return json.loads(body)
    try:
        if len(body) <= TEXT:
            return {"text": body.decode("utf-8")}
    except UnicodeDecodeError:
        pass
    return {"size": len(body), "sha256": hashlib.sha256(body).hexdigest()}


class Recorder(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    one_at_a_time = threading.Lock()

    def read(self):
        if self.headers.get("transfer-encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("content-length") or 0))
        pieces = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)

    def forward(self, body):
        connection = http.client.HTTPConnection(self.server.to.hostname, self.server.to.port, timeout=120)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOPS}
        connection.request(self.command, self.path, body=body or None, headers=headers)
        answer = connection.getresponse()
        whole = answer.read()
        connection.close()
        return answer, whole

    def handle_any(self):
        body = self.read()
        with self.one_at_a_time:
            answer, whole = self.forward(body)
            self.note(body, answer, whole)
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOPS:
                self.send_header(name, value)
        self.send_header("content-length", str(len(whole)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(whole)

    def note(self, body, answer, whole):
        kind, answered = self.headers.get("content-type"), answer.getheader("content-type")
        # An artifact that is JSON is a file all the same: its bytes count, not what they mean.
        is_file = "/mlflow-artifacts/artifacts/" in self.path
        line = {
            "method": self.command,
            "path": self.path,
            "type": kind,
            "body": told(body, None if is_file else kind),
            "status": answer.status,
            "answerType": answered,
            "answer": told(whole, None if is_file and self.command == "GET" and answer.status < 300 else answered),
        }
        kept = {key: value for key, value in line.items() if value is not None}
        print(json.dumps(kept, ensure_ascii=False, separators=(",", ":")), file=self.server.out, flush=True)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_any

    def log_message(self, *_):
        pass


parser = argparse.ArgumentParser()
parser.add_argument("--to", required=True)
parser.add_argument("--port", type=int, required=True)
parser.add_argument("--out", required=True)
given = parser.parse_args()

server = http.server.ThreadingHTTPServer(("127.0.0.1", given.port), Recorder)
server.to = urllib.parse.urlsplit(given.to)
server.out = open(given.out, "w", encoding="utf-8")
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
server.serve_forever()
