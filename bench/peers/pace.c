/* An open-loop load: requests leave at an even pace, whatever becomes of those before.
 *
 *   pace PORT PATH CONNECTIONS REQUESTS_PER_SECOND SECONDS LOG
 *
 * Each line of LOG: microseconds since the epoch at which the request was due, status, microseconds until its answer was
 * complete, counted from when it was due: waiting for a free connection counts, so a stall of the server is seen by all
 * requests that fall into it. A connection that the server closes ends the program with code 1.
 * (`h2load --rps` sends in bursts of ten milliseconds, which hides what is to be measured.)
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 256, SIZE = 8192, WAITING = 1 << 16 };

static struct pollfd sockets[MOST];
static int64_t due[MOST]; /* 0: the connection is free */
static char buffers[MOST][SIZE];
static size_t filled[MOST];
static int64_t waiting[WAITING];
static uint32_t first, last;
static int connections;
static char request[1024];
static int request_size;
static FILE *log_file;

static int64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void fail(const char *what) {
  fprintf(stderr, "pace: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void open_all(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (int i = 0; i < connections; i++) {
    int one = 1, handle = socket(AF_INET, SOCK_STREAM, 0);
    if (handle < 0 || connect(handle, (struct sockaddr *)&address, sizeof address)) fail("connect");
    setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    sockets[i] = (struct pollfd){.fd = handle, .events = POLLIN};
  }
}

static void send_waiting(void) {
  for (int i = 0; i < connections && first != last; i++)
    if (!due[i]) {
      due[i] = waiting[first++ % WAITING];
      filled[i] = 0;
      if (write(sockets[i].fd, request, (size_t)request_size) != request_size) fail("write");
    }
}

static void receive(int i) {
  ssize_t size = read(sockets[i].fd, buffers[i] + filled[i], SIZE - 1 - filled[i]);
  if (size <= 0) fail("the server has closed a connection");
  filled[i] += (size_t)size;
  buffers[i][filled[i]] = 0;
  char *end = strstr(buffers[i], "\r\n\r\n");
  if (!end) return;
  char *length = strcasestr(buffers[i], "\r\ncontent-length:");
  size_t body = length && length < end ? strtoul(length + 17, 0, 10) : 0;
  if (filled[i] < (size_t)(end + 4 - buffers[i]) + body) return;
  int64_t took = nanoseconds() - due[i];
  fprintf(log_file, "%lld\t%d\t%lld\n", (long long)(due[i] / 1000), atoi(buffers[i] + 9), (long long)(took / 1000));
  due[i] = 0;
}

int main(int count, char **words) {
  if (count != 7) return 2;
  connections = atoi(words[3]) < MOST ? atoi(words[3]) : MOST;
  int64_t gap = 1000000000LL / atoi(words[4]);
  request_size = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nhost: bench\r\n\r\n", words[2]);
  log_file = fopen(words[6], "w");
  if (!log_file) fail(words[6]);
  open_all(atoi(words[1]));
  int64_t next = nanoseconds(), end = next + atoi(words[5]) * 1000000000LL;
  for (;;) {
    int64_t now = nanoseconds();
    for (; next <= now && next < end; next += gap) waiting[last++ % WAITING] = next;
    send_waiting();
    int busy = 0;
    for (int i = 0; i < connections; i++) busy += due[i] != 0;
    if (next >= end && !busy && first == last) break;
    int64_t pause = next < end ? next - nanoseconds() : 100000000;
    struct timespec timeout = {pause > 0 ? pause / 1000000000 : 0, pause > 0 ? pause % 1000000000 : 0};
    if (ppoll(sockets, (nfds_t)connections, &timeout, 0) < 0 && errno != EINTR) fail("poll");
    for (int i = 0; i < connections; i++)
      if (sockets[i].revents) receive(i);
  }
  return fclose(log_file) ? 1 : 0;
}
