"""collections."""

from collections import ChainMap, Counter, OrderedDict, defaultdict, deque

queue: deque[int] = deque([1, 2, 3])
queue.append(4)
queue.appendleft(0)
print(queue, len(queue), queue[0], queue[-1], queue.pop(), queue.popleft(), list(queue), 2 in queue)
queue.extend([5, 6])
queue.rotate(2)
print(queue, list(reversed(queue)), queue.index(5), queue.count(6))
queue[1] = 9
del queue[0]
queue.insert(1, 7)
queue.remove(2)
print(queue, bool(queue), deque("abc", maxlen=2), queue == deque([9, 7, 1, 3]))
last = deque(maxlen=3)  # type: deque[str]
for word in "a b c d e".split():
    last.append(word)
print(last, last.maxlen, [x for x in last])
try:
    deque([1]).remove(5)
except ValueError as error:
    print("ValueError:", error)
empty: deque[str] = deque()
try:
    empty.popleft()
except IndexError as error:
    print("IndexError:", error)

groups: defaultdict[str, list[int]] = defaultdict(list)
for i, name in enumerate(["a", "b", "a", "c", "b", "a"]):
    groups[name].append(i)
print(dict(groups), groups["z"], sorted(groups), "q" in groups, groups.get("q"))
counts: defaultdict[str, int] = defaultdict(int)
for char in "mississippi":
    counts[char] += 1
print(dict(counts), sum(counts.values()), max(counts, key=lambda k: counts[k]))
nested: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
nested["x"]["y"] += 2
print(nested["x"]["y"], len(nested))

c = Counter("abracadabra")
print(c, c.most_common(2), c["a"], c["zzz"], c.total(), sorted(c.elements())[:3])
c.update("aaa")
c.subtract({"b": 5})
print(c, c + Counter("b"), c - Counter("a"), c & Counter("aab"), c | Counter("zz"), +c)
print(Counter([1, 1, 2]) == Counter({2: 1, 1: 2}), Counter({"x": 0}) == Counter())

ordered: OrderedDict[str, int] = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
ordered.move_to_end("a")
print(
    ordered, list(ordered.items()), ordered.popitem(last=False), ordered == OrderedDict([("c", 3), ("a", 1)])
)

chain = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(chain["a"], chain["b"], "c" in chain, len(chain), chain.get("c", 0), sorted(chain))
