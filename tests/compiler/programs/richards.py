"""Richards: the operating system simulation (Martin Richards), in the usual class-heavy form."""

from __future__ import annotations

from enum import IntEnum

BUFSIZE = 4


class Kind(IntEnum):
    DEV = 1000
    WORK = 1001


class TaskId(IntEnum):
    IDLE = 1
    WORKER = 2
    HANDLER_A = 3
    HANDLER_B = 4
    DEVICE_A = 5
    DEVICE_B = 6


class Packet:
    def __init__(self, link: Packet | None, ident: TaskId, kind: Kind) -> None:
        self.link = link
        self.ident = ident
        self.kind = kind
        self.datum = 0
        self.data = [0] * BUFSIZE

    def append_to(self, queue: Packet | None) -> Packet:
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class TaskState:
    def __init__(self) -> None:
        self.packet_pending = True
        self.task_waiting = False
        self.task_holding = False

    def set_packet_pending(self) -> TaskState:
        self.packet_pending, self.task_waiting, self.task_holding = True, False, False
        return self

    def set_waiting(self) -> TaskState:
        self.packet_pending, self.task_waiting, self.task_holding = False, True, False
        return self

    def set_running(self) -> TaskState:
        self.packet_pending, self.task_waiting, self.task_holding = False, False, False
        return self

    def set_waiting_with_packet(self) -> TaskState:
        self.packet_pending, self.task_waiting, self.task_holding = True, True, False
        return self

    @property
    def is_held_or_waiting(self) -> bool:
        return self.task_holding or (not self.packet_pending and self.task_waiting)

    @property
    def is_waiting_with_packet(self) -> bool:
        return self.packet_pending and self.task_waiting and not self.task_holding


class Scheduler:
    def __init__(self) -> None:
        self.tasks: list[Task | None] = [None] * 10
        self.task_list: Task | None = None
        self.current: Task | None = None
        self.hold_count = 0
        self.queue_count = 0

    def schedule(self) -> None:
        task = self.task_list
        while task is not None:
            if task.is_held_or_waiting:
                task = task.link
            else:
                self.current = task
                task = task.run_task()

    def find(self, ident: TaskId) -> Task:
        task = self.tasks[ident]
        if task is None:
            raise LookupError(f"no task {ident.name}")
        return task


class Task(TaskState):
    def __init__(
        self, scheduler: Scheduler, ident: TaskId, priority: int, queue: Packet | None, state: TaskState
    ) -> None:
        super().__init__()
        self.scheduler = scheduler
        self.link = scheduler.task_list
        self.ident = ident
        self.priority = priority
        self.input = queue
        self.packet_pending = state.packet_pending
        self.task_waiting = state.task_waiting
        self.task_holding = state.task_holding
        scheduler.task_list = self
        scheduler.tasks[ident] = self

    def step(self, packet: Packet | None) -> Task | None:
        raise NotImplementedError

    def run_task(self) -> Task | None:
        packet: Packet | None = None
        if self.is_waiting_with_packet:
            packet = self.input
            assert packet is not None
            self.input = packet.link
            if self.input is None:
                self.set_running()
            else:
                self.set_packet_pending()
        return self.step(packet)

    def add_packet(self, packet: Packet, old: Task) -> Task:
        if self.input is None:
            self.input = packet
            self.packet_pending = True
            if self.priority > old.priority:
                return self
        else:
            packet.append_to(self.input)
        return old

    def wait(self) -> Task:
        self.task_waiting = True
        return self

    def hold(self) -> Task | None:
        self.scheduler.hold_count += 1
        self.task_holding = True
        return self.link

    def release(self, ident: TaskId) -> Task:
        task = self.scheduler.find(ident)
        task.task_holding = False
        return task if task.priority > self.priority else self

    def send(self, packet: Packet) -> Task:
        task = self.scheduler.find(packet.ident)
        self.scheduler.queue_count += 1
        packet.link = None
        packet.ident = self.ident
        return task.add_packet(packet, self)


class IdleTask(Task):
    def __init__(self, scheduler: Scheduler, count: int) -> None:
        super().__init__(scheduler, TaskId.IDLE, 0, None, TaskState().set_running())
        self.control = 1
        self.count = count

    def step(self, packet: Packet | None) -> Task | None:
        self.count -= 1
        if self.count == 0:
            return self.hold()
        if self.control & 1 == 0:
            self.control //= 2
            return self.release(TaskId.DEVICE_A)
        self.control = self.control // 2 ^ 0xD008
        return self.release(TaskId.DEVICE_B)


class WorkTask(Task):
    def __init__(self, scheduler: Scheduler, queue: Packet) -> None:
        super().__init__(scheduler, TaskId.WORKER, 1000, queue, TaskState().set_waiting_with_packet())
        self.destination = TaskId.HANDLER_A
        self.count = 0

    def step(self, packet: Packet | None) -> Task | None:
        if packet is None:
            return self.wait()
        self.destination = TaskId.HANDLER_B if self.destination is TaskId.HANDLER_A else TaskId.HANDLER_A
        packet.ident = self.destination
        packet.datum = 0
        for i in range(BUFSIZE):
            self.count = self.count + 1 if self.count < 26 else 1
            packet.data[i] = ord("A") + self.count - 1
        return self.send(packet)


class HandlerTask(Task):
    def __init__(self, scheduler: Scheduler, ident: TaskId, priority: int, queue: Packet) -> None:
        super().__init__(scheduler, ident, priority, queue, TaskState().set_waiting_with_packet())
        self.work: Packet | None = None
        self.device: Packet | None = None

    def step(self, packet: Packet | None) -> Task | None:
        if packet is not None:
            if packet.kind == Kind.WORK:
                self.work = packet.append_to(self.work)
            else:
                self.device = packet.append_to(self.device)
        work = self.work
        if work is None:
            return self.wait()
        count = work.datum
        if count >= BUFSIZE:
            self.work = work.link
            return self.send(work)
        device = self.device
        if device is None:
            return self.wait()
        self.device = device.link
        device.datum = work.data[count]
        work.datum = count + 1
        return self.send(device)


class DeviceTask(Task):
    def __init__(self, scheduler: Scheduler, ident: TaskId, priority: int) -> None:
        super().__init__(scheduler, ident, priority, None, TaskState().set_waiting())
        self.pending: Packet | None = None

    def step(self, packet: Packet | None) -> Task | None:
        if packet is None:
            pending = self.pending
            if pending is None:
                return self.wait()
            self.pending = None
            return self.send(pending)
        self.pending = packet
        return self.hold()


def run() -> tuple[int, int]:
    scheduler = Scheduler()
    IdleTask(scheduler, 1000)
    queue = Packet(None, TaskId.IDLE, Kind.WORK)
    WorkTask(scheduler, Packet(queue, TaskId.IDLE, Kind.WORK))
    for handler, device, priority in (
        (TaskId.HANDLER_A, TaskId.DEVICE_A, 2000),
        (TaskId.HANDLER_B, TaskId.DEVICE_B, 3000),
    ):
        chain: Packet | None = None
        for _ in range(3):
            chain = Packet(chain, device, Kind.DEV)
        assert chain is not None
        HandlerTask(scheduler, handler, priority, chain)
    DeviceTask(scheduler, TaskId.DEVICE_A, 4000)
    DeviceTask(scheduler, TaskId.DEVICE_B, 5000)
    scheduler.schedule()
    return scheduler.queue_count, scheduler.hold_count


if __name__ == "__main__":
    queued, held = run()
    print("queue count", queued, "hold count", held)
