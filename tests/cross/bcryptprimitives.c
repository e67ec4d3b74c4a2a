/* Rust's standard library takes its randomness from this library, which every Windows since 10 has, and the wine
   of Debian 12 has not. It stands beside the program in the tests only. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
    return RtlGenRandom(data, (ULONG)length);
}
