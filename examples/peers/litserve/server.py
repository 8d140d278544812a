import os
import litserve as ls

class Squares(ls.LitAPI):
    def setup(self, device):
        self.model = lambda x: x * x

    def predict(self, request):
        return {"output": self.model(request["input"])}

if __name__ == "__main__":
    ls.LitServer(Squares(), accelerator="cpu").run(host="127.0.0.1", port=int(os.environ["PORT"]), generate_client_file=False)
