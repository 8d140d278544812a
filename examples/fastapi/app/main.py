"""The service of the performance testing guide: FastAPI, one small model, three routes.

Start it with uvicorn: `uvicorn app.main:app --port 8000`. P1 to P4 in the environment turn the guide's optimisations on.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from fastapi import FastAPI
from pydantic import BaseModel, Field

from . import request_log, switches
from .model import SpamModel

request_log.configure()
app = FastAPI()
model_manager = SpamModel()
executor = ThreadPoolExecutor(max_workers=4)


class PredictionRequest(BaseModel):
    text: str = Field(min_length=1, max_length=10_000)


class BatchRequest(BaseModel):
    texts: list[str] = Field(min_length=1, max_length=100)


class PredictionResponse(BaseModel):
    label: str
    score: float


class BatchResponse(BaseModel):
    predictions: list[PredictionResponse]


def predict_and_log(texts: list[str]) -> list[dict]:
    predictions = model_manager.predict(texts)
    request_log.log_request(texts, predictions)
    return predictions


async def predictions_of(texts: list[str]) -> list[dict]:
    if switches.P1_EXECUTOR:
        return await asyncio.get_running_loop().run_in_executor(executor, predict_and_log, texts)
    return predict_and_log(texts)  # blocks the event loop: everybody waits


@app.post("/predict")
async def predict(request: PredictionRequest) -> PredictionResponse:
    return PredictionResponse(**(await predictions_of([request.text]))[0])


@app.post("/predict_batch")
async def predict_batch(request: BatchRequest) -> BatchResponse:
    return BatchResponse(predictions=[PredictionResponse(**each) for each in await predictions_of(request.texts)])


@app.get("/health")
async def health() -> dict:
    return {"status": "ok", "profile": switches.PROFILE}
