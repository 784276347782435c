"""What the PyTorch images do where a script leaves a function out."""

import os

from script_formats import TEXTS


def device():
    import torch

    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def load_model(model_dir):
    """A TorchScript model: model.pt, or the one file of its kind."""
    import torch

    path = os.path.join(model_dir, "model.pt")
    if not os.path.exists(path):
        found = [name for name in os.listdir(model_dir) if name.endswith((".pt", ".pth")) and os.path.isfile(os.path.join(model_dir, name))]
        if len(found) != 1:
            raise ValueError(f"Exactly one .pth or .pt file is required for PyTorch models: {found}")
        path = os.path.join(model_dir, found[0])
    try:
        model = torch.jit.load(path, map_location=device())
    except RuntimeError as error:
        raise ValueError(f"Failed to load {os.path.basename(path)}. Please ensure model is saved using torchscript.") from error
    return model.to(device())


def tensor_of(rows, content_type):
    import torch

    return (torch.FloatTensor(rows) if content_type in TEXTS else torch.from_numpy(rows)).to(device())


def predict(data, model):
    import torch

    with torch.no_grad():
        model = model.to(device())
        model.eval()
        return model(data.to(device()))


def array_of(prediction):
    import torch

    return prediction.detach().cpu().numpy() if type(prediction) is torch.Tensor else prediction
