/* Prepared messages, sent evenly or as fast as they are answered, and their answers. */
#include "phones.h"

static struct said *said;
static struct bytes *messages;
static uint32_t *queue; /* numbers of messages, by phone */
static uint32_t said_count, said_sent, said_answered, said_refused, said_window;
static double said_rate;
static uint64_t said_linger, said_over;
static char said_out[LINE], said_problem[256];

static void say_prepared(uint32_t number)
{
    struct phone *phone = &with->phones[said[number].phone];
    said[number].sent = now();
    said_sent++;
    write_to(phone, messages[number].at, messages[number].size);
}

static void say_next(struct phone *phone)
{
    while (phone->next < phone->end && phone->unanswered < said_window) {
        phone->unanswered++;
        say_prepared(queue[phone->next++]);
    }
}

static void is_answered(struct phone *phone, uint32_t number, int64_t at, bool done, uint64_t when)
{
    said[number].answered = when;
    said[number].at = at;
    said[number].was_done = done;
    said_answered++;
    said_refused += !done;
    if (said_window) {
        phone->unanswered--;
        say_next(phone);
    }
}

/* An answer that cannot be read, as it is compressed: it is for the oldest message that waits. */
void heard_unread(struct phone *phone, uint64_t when)
{
    if (said_window && phone->unanswered)
        is_answered(phone, queue[phone->next - phone->unanswered], -1, true, when);
}

void heard_answer(struct phone *phone, const char *text, size_t size, uint64_t when)
{
    const char *id = memmem(text, size, "\"id\":\"", 6), *end = id ? memchr(id + 6, '"', size - (size_t)(id + 6 - text)) : NULL;
    if (!end)
        return;
    const char *digits = end;
    while (digits > id + 6 && digits[-1] >= '0' && digits[-1] <= '9')
        digits--;
    uint32_t number = (uint32_t)strtoul(digits, NULL, 10);
    if (digits == end || number >= said_count || said[number].answered)
        return;
    const char *at = memmem(text, size, "\"at\":", 5), *done = memmem(text, size, "done\"", 5);
    if (!done && !said_problem[0])
        note(said_problem, sizeof said_problem, text, size);
    is_answered(phone, number, at ? strtoll(at + 5, NULL, 10) : -1, done != NULL, when);
}

void begin_say(struct group *group, const char *name, double rate, uint32_t window, double linger, double seconds, const char *out)
{
    struct bytes *texts;
    uint32_t *who;
    for (uint32_t place = 0; place < said_count; place++)
        free(messages[place].at);
    said_count = records(name, &texts, &who);
    messages = room(messages, sizeof *messages * said_count);
    said = room(said, sizeof *said * said_count);
    queue = room(queue, sizeof *queue * said_count);
    memset(said, 0, sizeof *said * said_count);
    for (int place = 0; place < group->count; place++)
        group->phones[place].end = group->phones[place].unanswered = 0;
    for (uint32_t place = 0; place < said_count; place++) {
        if (who[place] >= (uint32_t)group->count) {
            fprintf(stderr, "there is no phone %u\n", who[place]);
            exit(1);
        }
        messages[place] = framed(1, texts[place].at, texts[place].size);
        free(texts[place].at);
        said[place].phone = who[place];
        group->phones[who[place]].end++;
    }
    uint32_t used = 0;
    for (int place = 0; place < group->count; place++) {
        struct phone *phone = &group->phones[place];
        phone->first = phone->next = used;
        used += phone->end;
        phone->end = phone->first;
    }
    for (uint32_t place = 0; place < said_count; place++)
        queue[group->phones[who[place]].end++] = place;
    free(texts);
    free(who);
    snprintf(said_out, sizeof said_out, "%s", out);
    said_sent = said_answered = said_refused = 0;
    said_rate = rate;
    said_window = rate > 0 ? 0 : window;
    said_linger = (uint64_t)(linger * 1e9);
    said_over = 0;
    said_problem[0] = 0;
    start(SAYING, group, seconds);
    if (said_window)
        for (int place = 0; place < group->count; place++)
            say_next(&group->phones[place]);
}

static void tell_said(void)
{
    FILE *file = fopen(said_out, "wb");
    if (!file || fwrite(said, sizeof *said, said_count, file) != said_count || fclose(file))
        fail(said_out);
    answer("{\"sent\":%u,\"answered\":%u,\"refused\":%u,\"seconds\":%.6f,\"problem\":\"%s\"}", said_sent, said_answered, said_refused,
           1e-9 * (double)(said_over - began), said_problem);
    doing = NOTHING;
}

/* Whether there is something to wait for, as against something to be awake for. */
bool go_on_saying(uint64_t when, bool late)
{
    if (said_rate > 0)
        while (said_sent < said_count && when >= began + (uint64_t)(1e9 * said_sent / said_rate))
            say_prepared(said_sent);
    if (!said_over && (said_answered == said_count || late))
        said_over = now();
    if (said_over && now() >= said_over + said_linger) {
        tell_said();
        return false;
    }
    return said_rate > 0 || said_over;
}
