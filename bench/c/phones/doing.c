/* What is being done, one thing at a time: opening, rounds, messages, pages. */
#include "phones.h"

enum doing doing;
struct group *with;
uint64_t began, until;
int open_now;
struct bytes *requests;

static int open_next, open_at_once;
static uint64_t round_needs, *round_times, round_began;
static int round_number, round_count;
static struct bytes round_message;
static int statuses[600];
static struct bytes rest_message;
static uint64_t rest_silence;
static int rest_asked;

void start(int what, struct group *group, double seconds)
{
    doing = what;
    with = group;
    compare_clocks();
    began = now();
    until = began + (uint64_t)(seconds * 1e9);
    timed = 0;
}

static void tell_opened(void)
{
    sort_times();
    answer("{\"there\":%d,\"refused\":%d,\"seconds\":%.6f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"problem\":\"%s\"}", with->there, with->refused,
           1e-9 * (double)(now() - began), percentile(0.5), percentile(0.99), with->problem);
    doing = NOTHING;
}

static void open_more(void)
{
    while (open_next < with->count && open_now < open_at_once) {
        open_now++;
        connect_one(&with->phones[open_next++]);
    }
}

void begin_open(struct group *group, int at_once, double seconds)
{
    open_next = open_now = 0;
    open_at_once = at_once;
    start(OPENING, group, seconds);
}

void begin_rounds(struct group *group, int count, const char *name, double seconds)
{
    struct bytes text = whole_file(name);
    free(round_message.at);
    round_message = framed(1, text.at, text.size);
    free(text.at);
    round_times = room(round_times, sizeof *round_times * (size_t)count);
    round_count = count;
    round_number = -1;
    start(ROUNDS, group, seconds);
    round_needs = group->messages;
}

static void tell_rounds(void)
{
    printf("{\"rounds\":%d,\"ms\":[", round_number);
    for (int place = 0; place < round_number; place++)
        printf("%s%.3f", place ? "," : "", 1e-6 * (double)round_times[place]);
    answer("]}");
    doing = NOTHING;
}

void begin_rest(struct group *group, const char *name, double silence, double seconds)
{
    struct bytes text = whole_file(name);
    free(rest_message.at);
    rest_message = framed(1, text.at, text.size);
    free(text.at);
    rest_silence = (uint64_t)(silence * 1e9);
    rest_asked = 0;
    start(RESTING, group, seconds);
}

static void ask_who_has_heard_nothing(uint64_t when)
{
    for (int place = 0; place < with->count; place++) {
        struct phone *phone = &with->phones[place];
        if (phone->state == READY && when > phone->last + rest_silence) {
            phone->last = when;
            rest_asked++;
            write_to(phone, rest_message.at, rest_message.size);
        }
    }
}

void begin_fetch(const char *name, int at_once, double seconds)
{
    uint32_t *unused;
    struct group *group = &groups[GROUPS - 1];
    enum kind before = next_group.kind;
    uint32_t count = records(name, &requests, &unused);
    free(unused);
    next_group.kind = HTTP;
    prepare(group, (int)count);
    next_group.kind = before;
    memset(statuses, 0, sizeof statuses);
    begin_open(group, at_once, seconds);
}

void fetched(struct phone *phone, bool over, const char *text, size_t size)
{
    if (!phone->messages++) {
        int status = size > 12 && begins(text, size, "HTTP/1.1 ") ? atoi(text + 9) : 0;
        statuses[status > 0 && status < 600 ? status : 0]++;
        if (status >= 400 || status == 0)
            note(with->problem, sizeof with->problem, text, size);
    }
    if (over) {
        phone->state = GREETING; /* not there, and not refused */
        is_there(phone);
        hang_up(phone);
        groups[phone->group].there--;
    }
}

static void tell_fetched(void)
{
    sort_times();
    printf("{\"seconds\":%.6f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"refused\":%d,\"problem\":\"%s\",\"answers\":{",
           1e-9 * (double)(now() - began), percentile(0.5), percentile(0.99), with->refused, with->problem);
    const char *comma = "";
    for (int status = 0; status < 600; status++)
        if (statuses[status]) {
            printf("%s\"%d\":%d", comma, status, statuses[status]);
            comma = ",";
        }
    answer("}}");
    doing = NOTHING;
}

void tell_counts(struct group *group)
{
    uint64_t all = 0, bytes = 0, most = 0, least = UINT64_MAX;
    for (int place = 0; place < group->count; place++) {
        struct phone *phone = &group->phones[place];
        all += phone->messages;
        bytes += phone->wire_bytes;
        most = phone->messages > most ? phone->messages : most;
        least = phone->messages < least ? phone->messages : least;
    }
    answer("{\"messages\":%" PRIu64 ",\"bytes\":%" PRIu64 ",\"most\":%" PRIu64 ",\"least\":%" PRIu64 ",\"there\":%d,\"lost\":%d}", all, bytes, most,
           group->count ? least : 0, group->there, group->lost);
}

/* Go on with what is being done; for how many milliseconds it can wait. */
int go_on(void)
{
    uint64_t when = now();
    bool late = when >= until;
    switch (doing) {
    case NOTHING:
        return -1;
    case OPENING:
        open_more();
        if (late || (open_now == 0 && open_next == with->count)) {
            if (late && !with->problem[0])
                strcpy(with->problem, "not all in time");
            with->kind == HTTP ? tell_fetched() : tell_opened();
        }
        break;
    case ROUNDS:
        if (with->messages >= round_needs) {
            if (round_number >= 0)
                round_times[round_number] = when - round_began;
            if (++round_number == round_count || with->there == 0) {
                tell_rounds();
                break;
            }
            round_began = when;
            round_needs = with->messages + (uint64_t)(with->there - with->stalled);
            write_to(&with->phones[0], round_message.at, round_message.size);
        } else if (late) {
            tell_rounds();
        }
        break;
    case SAYING:
        if (go_on_saying(when, late))
            return 1;
        break;
    case RESTING:
        ask_who_has_heard_nothing(when);
        if (!late)
            return 10;
        answer("{\"asked\":%d}", rest_asked);
        doing = NOTHING;
        break;
    }
    /* What is as fast as it goes is waited for awake: a core that sleeps between two messages has to be woken by the server for
     * each, which costs as much as the message, and the more the slower the server is. Phones elsewhere cost it nothing. */
    return doing == NOTHING ? -1 : 0;
}
