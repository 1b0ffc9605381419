"""M/M/8 at 80 % load on SimPy, as its own examples write a queue.

Prints jobs, seconds and the mean response time in ms.
"""

import random
import sys
import time

import simpy

SERVERS = 8
SERVICE_S = 1e-3
LOAD = 0.8

served = 0
spent = 0.0


def job(env, servers, draws):
    global served, spent
    arrived = env.now
    with servers.request() as server:
        yield server
        yield env.timeout(draws.expovariate(1 / SERVICE_S))
    served += 1
    spent += env.now - arrived


def source(env, servers):
    arrivals, service = random.Random(1), random.Random(2)
    while True:
        yield env.timeout(arrivals.expovariate(SERVERS * LOAD / SERVICE_S))
        env.process(job(env, servers, service))


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    env = simpy.Environment()
    env.process(source(env, simpy.Resource(env, SERVERS)))
    start = time.perf_counter()
    env.run(until=seconds)
    took = time.perf_counter() - start
    print(served, took, spent / served * 1e3)


main()
