/* What the parts of the phones know of each other. */
#pragma once
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

enum { GROUPS = 8, EVENTS = 512, READ = 1 << 18, LINE = 4096, FRAMES = 8192, SLOTS = 4 * FRAMES };
enum { SOURCES = 16 }; /* 127.0.0.1 to 127.0.0.16: each has ports of its own */
enum state { AWAY, CONNECTING, UPGRADING, GREETING, READY };
enum doing { NOTHING, OPENING, ROUNDS, SAYING, RESTING };
enum kind { WS, RAW, SIO, HTTP };

struct bytes {
    char *at;
    size_t size;
};

struct phone {
    int fd;
    int group;
    enum state state;
    bool waits_to_write, stalled;
    int newest; /* the newest watched frame it has had */
    uint64_t began, there, messages, wire_bytes, last; /* when it last heard or asked something */
    struct bytes in, out;    /* what is not whole yet, and what the kernel did not take */
    uint32_t first, next, end, unanswered; /* its places in `queue` */
};

struct frame {
    uint64_t hash, first, last, by_all;
    struct bytes payload;
    uint32_t had_by, wanted_by;
    bool deflated;
};

struct group {
    struct phone *phones;
    int count, there, refused, lost, stalled;
    enum kind kind;
    int port;
    bool deflate, watched;
    char path[512], ready[128], problem[256];
    struct bytes hello, cookies;
    char **cookie;
    int cookie_count;
    uint64_t messages;
    struct frame *frames;
    int frame_count;
    int *slots;
};

/* A prepared message: in the file as u32 phone, u32 size, bytes; its id ends with "-" and its number. In OUT as written here. */
struct said {
    uint64_t sent, answered;
    int64_t at;     /* the "at" of its answer; -1: there was none */
    uint32_t phone, was_done;
};

/* helpers.c */
extern int64_t to_monotonic;
extern double *times;
extern int timed;
_Noreturn void fail(const char *what);
void *room(void *old, size_t size);
uint64_t now(void);
void compare_clocks(void);
void answer(const char *format, ...) __attribute__((format(printf, 1, 2)));
void note(char *into, size_t most, const char *text, size_t size);
bool begins(const char *text, size_t size, const char *with_what);
struct bytes whole_file(const char *name);
uint32_t records(const char *name, struct bytes **found, uint32_t **numbers);
void sort_times(void);
double percentile(double share);

/* sockets.c */
void write_to(struct phone *phone, const char *text, size_t size);
void write_on(struct phone *phone);
struct bytes framed(int opcode, const char *text, size_t size);
void say(struct phone *phone, int opcode, const char *text, size_t size);
void stall(struct group *group, int count);
void hang_up(struct phone *phone);
void hang_up_all(struct group *group);
void is_there(struct phone *phone);
void is_gone(struct phone *phone, const char *why, size_t size);
void connect_one(struct phone *phone);
void connected(struct phone *phone);

/* reading.c */
void read_from(struct phone *phone);

/* hearing.c */
void forget_frames(struct group *group);
void watch(struct group *group);
void write_frames(struct group *group, const char *name);
void heard(struct phone *phone, const char *text, size_t size, bool deflated, size_t on_the_wire, uint64_t when);

/* saying.c */
void heard_unread(struct phone *phone, uint64_t when);
void heard_answer(struct phone *phone, const char *text, size_t size, uint64_t when);
void begin_say(struct group *group, const char *name, double rate, uint32_t window, double linger, double seconds, const char *out);
bool go_on_saying(uint64_t when, bool late);

/* doing.c */
extern enum doing doing;
extern struct group *with;
extern uint64_t began, until;
extern int open_now;
extern struct bytes *requests;
void start(int what, struct group *group, double seconds);
void begin_open(struct group *group, int at_once, double seconds);
void begin_rounds(struct group *group, int count, const char *name, double seconds);
void begin_rest(struct group *group, const char *name, double silence, double seconds);
void begin_fetch(const char *name, int at_once, double seconds);
void fetched(struct phone *phone, bool over, const char *text, size_t size);
void tell_counts(struct group *group);
int go_on(void);

/* main.c */
extern struct group groups[GROUPS], next_group;
extern int epoll;
void prepare(struct group *group, int count);
