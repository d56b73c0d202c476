/* Thousands of phones in one process, lean enough that what they cost is not taken for what the server costs.
 *
 * Told what to do by lines on stdin; answers each with one line of JSON. In between it goes on reading what servers send.
 * Times are nanoseconds of CLOCK_MONOTONIC; something came when the kernel had it, however long it then lay there. Nothing is
 * inflated: compressed messages are counted, and known by their bytes.
 *
 *   set KEY VALUE              for groups opened from now on: port, path, kind (ws, raw, sio), deflate (0, 1), files with the
 *                              cookies (a line for each phone) and the hello (sent when a socket is open), and `ready`: how the
 *                              first message begins with which a phone is there (a compressed one always counts)
 *   open GROUP COUNT AT_ONCE SECONDS   open sockets until all are there or refused
 *   close GROUP                break all off, without a goodbye
 *   stall GROUP COUNT          the last COUNT phones stop reading; 0: all read again
 *   rounds GROUP COUNT FILE SECONDS    the first phone says what is in FILE; when all have heard something, again
 *   say GROUP FILE RATE WINDOW LINGER SECONDS OUT   send prepared messages and wait for their answers (see `struct said`). Who
 *                              offered compression must be told nothing else meanwhile: answers are then taken in their order
 *   rest GROUP FILE SILENCE SECONDS    do nothing, but that a phone which has heard nothing for SILENCE says what is in FILE
 *   fetch FILE AT_ONCE SECONDS send prepared HTTP requests, each on a connection of its own
 *   counts GROUP / reset GROUP messages and bytes since the last reset
 *   watch GROUP / frames GROUP FILE    from now on, know frames by their bytes / write what was seen of them
 */
#include "phones.h"

struct group groups[GROUPS], next_group;
int epoll;

static struct group *group_of(int number)
{
    if (number < 0 || number >= GROUPS) {
        fprintf(stderr, "there is no group %d\n", number);
        exit(1);
    }
    return &groups[number];
}

void prepare(struct group *group, int count)
{
    hang_up_all(group);
    forget_frames(group);
    struct phone *phones = group->phones;
    struct frame *frames = group->frames;
    int *slots = group->slots;
    *group = next_group;
    group->phones = room(phones, sizeof *phones * (size_t)count);
    group->frames = frames;
    group->slots = slots;
    group->count = count;
    memset(group->phones, 0, sizeof *phones * (size_t)count);
    for (int place = 0; place < count; place++) {
        group->phones[place].fd = -1;
        group->phones[place].group = (int)(group - groups);
        group->phones[place].newest = -1;
    }
    times = room(times, sizeof *times * (size_t)count);
}

static void set(const char *key, char *value)
{
    struct group *g = &next_group;
    if (!strcmp(key, "port")) {
        g->port = atoi(value);
    } else if (!strcmp(key, "path")) {
        snprintf(g->path, sizeof g->path, "%s", value);
    } else if (!strcmp(key, "ready")) {
        snprintf(g->ready, sizeof g->ready, "%s", value);
    } else if (!strcmp(key, "deflate")) {
        g->deflate = *value == '1';
    } else if (!strcmp(key, "kind")) {
        g->kind = !strcmp(value, "raw") ? RAW : !strcmp(value, "sio") ? SIO : WS;
    } else if (!strcmp(key, "hello")) {
        struct bytes text = {NULL, 0};
        if (*value)
            text = whole_file(value);
        g->hello = text.size ? framed(1, text.at, text.size) : text;
        if (text.size)
            free(text.at);
    } else if (!strcmp(key, "cookies")) {
        g->cookie_count = 0;
        if (*value) {
            g->cookies = whole_file(value);
            for (char *line = strtok(g->cookies.at, "\n"); line; line = strtok(NULL, "\n")) {
                g->cookie = g->cookie_count % 1024 ? g->cookie : room(g->cookie_count ? g->cookie : NULL, sizeof(char *) * (size_t)(g->cookie_count + 1024));
                g->cookie[g->cookie_count++] = line;
            }
        }
    } else {
        fprintf(stderr, "there is nothing called %s to set\n", key);
        exit(1);
    }
    answer("{}");
}

static void obey(char *line)
{
    char word[32] = "", name[LINE], out[LINE];
    int group = 0, count = 0, at_once = 0;
    double seconds = 0, rate = 0, linger = 0;
    sscanf(line, "%31s", word);
    if (!strcmp(word, "set")) {
        char *key = strtok(line + 4, " "), *value = strtok(NULL, "");
        set(key ? key : "", value ? value : (char[]){0});
    } else if (sscanf(line, "open %d %d %d %lf", &group, &count, &at_once, &seconds) == 4) {
        prepare(group_of(group), count);
        begin_open(group_of(group), at_once, seconds);
    } else if (sscanf(line, "close %d", &group) == 1) {
        hang_up_all(group_of(group));
        answer("{}");
    } else if (sscanf(line, "stall %d %d", &group, &count) == 2) {
        stall(group_of(group), count);
        answer("{}");
    } else if (sscanf(line, "rounds %d %d %4095s %lf", &group, &count, name, &seconds) == 4) {
        begin_rounds(group_of(group), count, name, seconds);
    } else if (sscanf(line, "say %d %4095s %lf %d %lf %lf %4095s", &group, name, &rate, &count, &linger, &seconds, out) == 7) {
        begin_say(group_of(group), name, rate, (uint32_t)count, linger, seconds, out);
    } else if (sscanf(line, "rest %d %4095s %lf %lf", &group, name, &linger, &seconds) == 4) {
        begin_rest(group_of(group), name, linger, seconds);
    } else if (sscanf(line, "fetch %4095s %d %lf", name, &at_once, &seconds) == 3) {
        begin_fetch(name, at_once, seconds);
    } else if (sscanf(line, "counts %d", &group) == 1) {
        tell_counts(group_of(group));
    } else if (sscanf(line, "reset %d", &group) == 1) {
        struct group *some = group_of(group);
        for (int place = 0; place < some->count; place++)
            some->phones[place].messages = some->phones[place].wire_bytes = 0;
        some->lost = 0;
        answer("{}");
    } else if (sscanf(line, "watch %d", &group) == 1) {
        watch(group_of(group));
        answer("{}");
    } else if (sscanf(line, "frames %d %4095s", &group, name) == 2) {
        write_frames(group_of(group), name);
    } else {
        fprintf(stderr, "not understood: %s\n", line);
        exit(1);
    }
}

static void hear_orders(void)
{
    static char waiting[LINE * 4];
    static size_t have;
    ssize_t size = read(0, waiting + have, sizeof waiting - have - 1);
    if (size <= 0)
        exit(0);
    have += (size_t)size;
    waiting[have] = 0;
    for (char *end; (end = strchr(waiting, '\n'));) {
        *end = 0;
        obey(waiting);
        have -= (size_t)(end + 1 - waiting);
        memmove(waiting, end + 1, have + 1);
    }
}

int main(void)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[EVENTS];
    epoll = epoll_create1(0);
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &event) < 0)
        fail("epoll_ctl");
    for (;;) {
        int wait = go_on(), count = epoll_wait(epoll, events, EVENTS, doing == NOTHING ? -1 : wait);
        for (int place = 0; place < count; place++) {
            struct phone *phone = events[place].data.ptr;
            if (!phone) {
                hear_orders();
                break; /* other phones may be in their places now; who has something to tell is told of again */
            }
            if (phone->fd < 0)
                continue; /* hung up in this turn */
            if (phone->state == CONNECTING) {
                if (events[place].events & (EPOLLOUT | EPOLLERR | EPOLLHUP))
                    connected(phone);
                continue;
            }
            if (events[place].events & EPOLLOUT)
                write_on(phone);
            if (phone->fd >= 0 && events[place].events & (EPOLLIN | EPOLLHUP | EPOLLERR) && !phone->stalled)
                read_from(phone);
        }
    }
}
