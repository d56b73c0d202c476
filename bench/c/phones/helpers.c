/* What all parts use: time, memory, files, and answers as JSON. */
#include "phones.h"

int64_t to_monotonic;
double *times;
int timed;

_Noreturn void fail(const char *what)
{
    perror(what);
    exit(1);
}

void *room(void *old, size_t size)
{
    void *more = realloc(old, size ? size : 1);
    if (!more)
        fail("memory");
    return more;
}

uint64_t now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (uint64_t)at.tv_sec * 1000000000u + (uint64_t)at.tv_nsec;
}

/* The kernel's stamps are by the other clock. */
void compare_clocks(void)
{
    struct timespec real;
    uint64_t before = now();
    clock_gettime(CLOCK_REALTIME, &real);
    to_monotonic = (int64_t)(before / 2 + now() / 2) - ((int64_t)real.tv_sec * 1000000000 + real.tv_nsec);
}

void answer(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vprintf(format, list);
    va_end(list);
    putchar('\n');
    fflush(stdout);
}

/* Words of a server, to be put into JSON. */
void note(char *into, size_t most, const char *text, size_t size)
{
    size_t length = 0;
    for (size_t place = 0; place < size && length + 1 < most; place++) {
        char letter = text[place];
        if (letter == '\r' || letter == '\n')
            break;
        into[length++] = letter < ' ' || letter == '"' || letter == '\\' || letter == 127 ? '\'' : letter;
    }
    into[length] = 0;
}

bool begins(const char *text, size_t size, const char *with_what)
{
    size_t length = strlen(with_what);
    return size >= length && !memcmp(text, with_what, length);
}

struct bytes whole_file(const char *name)
{
    struct bytes found = {NULL, 0};
    FILE *file = fopen(name, "rb");
    if (!file)
        fail(name);
    fseek(file, 0, SEEK_END);
    found.size = (size_t)ftell(file);
    rewind(file);
    found.at = room(NULL, found.size + 1);
    if (fread(found.at, 1, found.size, file) != found.size)
        fail(name);
    found.at[found.size] = 0;
    fclose(file);
    return found;
}

/* The records of a file: u32, u32 size, bytes. Gives how many; the bytes of each, and its first number. */
uint32_t records(const char *name, struct bytes **found, uint32_t **numbers)
{
    struct bytes file = whole_file(name);
    uint32_t count = 0, head[2];
    *found = NULL;
    *numbers = NULL;
    for (size_t place = 0; place + 8 <= file.size; place += 8 + head[1], count++) {
        memcpy(head, file.at + place, 8);
        if (place + 8 + head[1] > file.size)
            break;
        if (count % 1024 == 0) {
            *found = room(*found, sizeof **found * (count + 1024));
            *numbers = room(*numbers, sizeof **numbers * (count + 1024));
        }
        (*found)[count] = (struct bytes){room(NULL, head[1]), head[1]};
        memcpy((*found)[count].at, file.at + place + 8, head[1]);
        (*numbers)[count] = head[0];
    }
    free(file.at);
    return count;
}

static int by_size(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

void sort_times(void)
{
    qsort(times, (size_t)timed, sizeof *times, by_size);
}

double percentile(double share)
{
    int place = (int)(share * timed);
    return timed ? times[place < timed ? place : timed - 1] : 0;
}
