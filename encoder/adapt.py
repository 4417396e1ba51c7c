"""Learns adapter.npz: small corrections on every layer, from the sentences of data/nlu (which topic) and safety/training (how dangerous, which kind).

Needs PyTorch, which nothing else here needs: a virtual environment of its own with torch, numpy and pyyaml. About half an hour on two cores.
It goes on from the adapter that is there; without one it takes twice as many rounds to come as far. One sentence in eight is held out for
good (`held_out`), so that thresholds and weights can be set on sentences that the encoder never saw.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
import yaml
from torch import Tensor, nn

from encoder import Pieces, held_out
from encoder.build import ADAPTER, weights_file
from encoder.packed import Packed, read

ROOT = Path(__file__).resolve().parent.parent
LEVELS = ["geen", "zorg", "crisis", "acuut"]
RANK = 16
EPOCHS = 2
THREADS = 2  # with other work beside it one is quicker: two wait for each other at every step
RATE = 8e-4
BATCH = 32
MOST_TOKENS = 64
HEAD_RATE = 3e-3
SHARPNESS = 12.0
TYPO_SHARE, PLAIN_SHARE = 0.12, 0.15
UNKNOWN = -100


@dataclass(frozen=True)
class Sentence:
    text: str
    topic: str | None = None
    level: str = "geen"
    category: str | None = None


def sentences() -> list[Sentence]:
    found: dict[str, Sentence] = {}
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text("utf-8"))["nlu"]:
            if "intent" in block and "plaatsen" not in file.stem:
                topic = block["intent"].partition("/")[0]
                for line in block["examples"].splitlines():
                    text = line.strip().removeprefix("- ")
                    found.setdefault(text.lower(), Sentence(text, topic))
    for file in sorted((ROOT / "safety" / "training").glob("*.yml")):
        for group in yaml.safe_load(file.read_text("utf-8"))["groups"]:
            for line in filter(str.strip, group["sentences"].splitlines()):
                asked = found.get(line.strip().lower())
                found[line.strip().lower()] = Sentence(line.strip(), asked and asked.topic, group["level"], group["category"])
    return list(found.values())


class _Corrected(nn.Module):
    """A fixed linear layer with a low-rank correction that is learned."""

    def __init__(self, weight: np.ndarray, bias: np.ndarray) -> None:
        super().__init__()
        outputs, inputs = weight.shape
        self.register_buffer("weight", torch.tensor(weight))
        self.bias = nn.Parameter(torch.tensor(bias))
        self.a = nn.Parameter(torch.randn(RANK, inputs) / math.sqrt(inputs))
        self.b = nn.Parameter(torch.zeros(outputs, RANK))

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight, self.bias) + 2 * F.linear(F.linear(x, self.a), self.b)


class _Network(nn.Module):
    def __init__(self, packed: Packed) -> None:
        super().__init__()
        self.heads = packed.heads
        t = packed.tensors
        self.words = nn.Embedding.from_pretrained(torch.tensor(t["emb.word"]), freeze=True)
        self.register_buffer("places", torch.tensor(t["emb.pos"] + t["emb.type"][0]))
        self.parts = nn.ModuleDict({"emb_ln": self._normal(t, "emb.ln")})
        for layer in (f"l{number}" for number in range(packed.layers)):
            for part in ("q", "k", "v", "ao", "fi", "fo"):
                self.parts[f"{layer}_{part}"] = _Corrected(t[f"{layer}.{part}.w"], t[f"{layer}.{part}.b"])
            for part in ("aln", "oln"):
                self.parts[f"{layer}_{part}"] = self._normal(t, f"{layer}.{part}")
        self.layers = packed.layers

    @staticmethod
    def _normal(t: dict[str, np.ndarray], name: str) -> nn.LayerNorm:
        layer = nn.LayerNorm(t[f"{name}.w"].size, 1e-12)
        layer.load_state_dict({"weight": torch.tensor(t[f"{name}.w"]), "bias": torch.tensor(t[f"{name}.b"])})
        return layer

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """(batch, length) of tokens and 0/1 to (batch, 384) rows of length 1."""
        hidden = (mask[:, None, None, :] - 1) * 1e4
        x = self._dropped(self.parts["emb_ln"](self.words(tokens) + self.places[: tokens.shape[1]]))
        for number in range(self.layers):
            part = lambda name: self.parts[f"l{number}_{name}"]  # noqa: B023, E731
            q, k, v = (part(name)(x).unflatten(-1, (self.heads, -1)).transpose(1, 2) for name in "qkv")
            likeness = q @ k.transpose(2, 3) * q.shape[-1] ** -0.5 + hidden  # the fused kernel takes three times as long on sentences
            seen = likeness.softmax(-1).to(v.dtype) @ v
            x = part("aln")(x + self._dropped(part("ao")(seen.transpose(1, 2).flatten(2))))
            x = part("oln")(x + self._dropped(part("fo")(F.gelu(part("fi")(x)))))
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return F.normalize(mean.float())

    def _dropped(self, x: Tensor) -> Tensor:
        """The same numbers at every place of a sentence: a draw for each place costs a quarter of the time."""
        return F.dropout1d(x.transpose(1, 2), 0.1, self.training).transpose(1, 2)

    def begin_from(self, adapter: Mapping[str, np.ndarray]) -> None:
        """What an earlier run learned; the other way round than `adapter`."""
        with torch.no_grad():
            for key, part in self.parts.items():
                name = key.replace("_", ".")
                part.bias.copy_(torch.tensor(adapter[f"{name}.b"]))
                if isinstance(part, _Corrected):
                    part.a.copy_(torch.tensor(adapter[f"{name}.w.a.low"]))
                    part.b.copy_(torch.tensor(adapter[f"{name}.w.b.low"]) / 2)
                else:
                    part.weight.copy_(torch.tensor(adapter[f"{name}.w"]))

    def adapter(self) -> dict[str, np.ndarray]:
        found: dict[str, Tensor] = {}
        for key, part in self.parts.items():
            name = key.replace("_", ".")
            if isinstance(part, _Corrected):
                found |= {f"{name}.w.a.low": part.a, f"{name}.w.b.low": 2 * part.b, f"{name}.b": part.bias}
            else:
                found |= {f"{name}.w": part.weight, f"{name}.b": part.bias}
        return {name: value.detach().numpy().astype(np.float16) for name, value in found.items()}


def _batch(pieces: Pieces, texts: list[str]) -> tuple[Tensor, Tensor]:
    rows = [pieces.tokens(text)[:MOST_TOKENS] for text in texts]
    tokens, mask = torch.ones(len(rows), max(map(len, rows)), dtype=torch.long), torch.zeros(len(rows), max(map(len, rows)))
    for place, row in enumerate(rows):
        tokens[place, : len(row)], mask[place, : len(row)] = torch.tensor(row), 1.0
    return tokens, mask


def _as_typed(text: str, chance: random.Random) -> str:
    """Now and then as a tired thumb or a dictation would give it."""
    if chance.random() < PLAIN_SHARE:
        text = "".join(sign for sign in text if sign.isalnum() or sign == " ")
    if chance.random() < TYPO_SHARE:
        signs = list(text)
        for _ in range(1 + len(signs) // 60):
            place = chance.randrange(max(1, len(signs) - 1)) if signs else 0
            match chance.randrange(3):
                case 0 if len(signs) > 6:
                    del signs[place]
                case 1 if len(signs) > 6:
                    signs[place], signs[place + 1] = signs[place + 1], signs[place]
                case 2 if signs:
                    signs.insert(place, signs[place])
        text = "".join(signs)
    return text


class _Heads(nn.Module):
    def __init__(self, topics: int, categories: int) -> None:
        super().__init__()
        self.topic, self.level, self.category = nn.Linear(384, topics), nn.Linear(384, len(LEVELS)), nn.Linear(384, categories)

    def forward(self, meaning: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x = F.dropout(SHARPNESS * meaning, 0.1, self.training)
        return self.topic(x), self.level(x), self.category(x)


@dataclass(frozen=True)
class _Task:
    topics: list[str]
    categories: list[str]

    def targets(self, rows: list[Sentence]) -> tuple[Tensor, Tensor, Tensor]:
        topic = [self.topics.index(row.topic) if row.topic else UNKNOWN for row in rows]
        category = [self.categories.index(row.category) if row.category else UNKNOWN for row in rows]
        return torch.tensor(topic), torch.tensor([LEVELS.index(row.level) for row in rows]), torch.tensor(category)


def _loss(heads: _Heads, meaning: Tensor, targets: tuple[Tensor, Tensor, Tensor]) -> Tensor:
    total = torch.zeros(())
    for scores, wanted, weight in zip(heads(meaning), targets, (1.0, 1.0, 0.5), strict=True):
        if (wanted != UNKNOWN).any():
            share = (wanted != UNKNOWN).float().mean()
            total = total + weight * share * F.cross_entropy(scores, wanted, ignore_index=UNKNOWN, label_smoothing=0.05)
    return total


def _batches(rows: list[Sentence], chance: random.Random) -> list[list[Sentence]]:
    """Sentences of like length together, so that little is padding; in any order."""
    rows = chance.sample(rows, len(rows))
    found = []
    for start in range(0, len(rows), 20 * BATCH):
        part = sorted(rows[start : start + 20 * BATCH], key=lambda row: len(row.text))
        found += [part[i : i + BATCH] for i in range(0, len(part), BATCH)]
    chance.shuffle(found)
    return found


@torch.no_grad()
def _report(network: _Network, heads: _Heads, pieces: Pieces, rows: list[Sentence], task: _Task) -> str:
    network.eval(), heads.eval()
    topic, level, wanted_topic, wanted_level = [], [], [], []
    for start in range(0, len(rows), 64):
        part = rows[start : start + 64]
        scores = heads(network(*_batch(pieces, [row.text for row in part])))
        topic.append(scores[0].argmax(1)), level.append(scores[1].softmax(1)[:, 2:].sum(1))
        targets = task.targets(part)
        wanted_topic.append(targets[0]), wanted_level.append(targets[1])
    topics, risk, right, levels = (torch.cat(found) for found in (topic, level, wanted_topic, wanted_level))
    known = right != UNKNOWN
    risky = levels >= 2
    alike = (levels == 0) & ~known
    limits = [0.2, 0.5]
    found = ", ".join(
        f"at {limit}: recall {(risk[risky] > limit).float().mean():.3f}, alarms {(risk[alike] > limit).float().mean():.3f} on look-alikes "
        f"and {(risk[known] > limit).float().mean():.3f} on ordinary questions"
        for limit in limits
    )
    return f"topic {(topics == right)[known].float().mean():.3f}; danger {found}"


def adapt() -> None:
    torch.set_num_threads(THREADS)
    torch.manual_seed(1)
    chance = random.Random(1)  # noqa: S311
    everything = [row for row in sentences() if row.text]
    learned, kept = [row for row in everything if not held_out(row.text)], [row for row in everything if held_out(row.text)]
    task = _Task(sorted({row.topic for row in everything if row.topic}), sorted({row.category for row in everything if row.category}))
    pieces, network, heads = Pieces(), _Network(read(weights_file())), _Heads(len(task.topics), len(task.categories))
    if ADAPTER.exists():
        network.begin_from(np.load(ADAPTER))
    learning = [value for value in network.parameters() if value.requires_grad]
    optimizer = torch.optim.AdamW([{"params": learning, "lr": RATE}, {"params": heads.parameters(), "lr": HEAD_RATE}], weight_decay=0.01)
    steps = EPOCHS * math.ceil(len(learned) / BATCH)
    rates = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps))
    started = time.monotonic()
    print(
        f"{len(learned)} sentences to learn from, {len(kept)} held out, {sum(v.numel() for v in learning):,} numbers to learn", flush=True
    )
    for epoch in range(EPOCHS):
        network.train(), heads.train()
        batches = _batches(learned, chance)
        for number, rows in enumerate(batches):
            if number % 100 == 0:
                print(f"  {number} of {len(batches)}; {time.monotonic() - started:.0f} s", flush=True)
            with torch.autocast("cpu", torch.bfloat16):
                meaning = network(*_batch(pieces, [_as_typed(row.text, chance) for row in rows]))
            _loss(heads, meaning, task.targets(rows)).backward()
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            rates.step()
        print(f"epoch {epoch + 1}: {_report(network, heads, pieces, kept, task)}; {time.monotonic() - started:.0f} s", flush=True)
        np.savez_compressed(ADAPTER, **network.adapter())
