# A service as people write one: a contract of its own, a health check that says "healthy". MODEL=other answers as
# another model would.
import os

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
other = os.environ.get("MODEL") == "other"


class Mail(BaseModel):
    q: str


@app.get("/health")
def health():
    return {"status": "healthy"}


@app.post("/classify")
def classify(mail: Mail):
    score = 0.5 + (sum(map(ord, mail.q)) % 499) / 1000
    spam = "free" in mail.q.lower()
    return {"label": "spam" if spam != other else "ham", "score": score}
