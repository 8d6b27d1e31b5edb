namespace MlOps.Domain.Tests;

internal static class Hostile
{
    public static readonly string[] Texts =
    [
        "\0", "\0abc", "ab\0c", "abc\0",
        "\uD83D", "\uD83Dabc", "ab\uD83Dc", "abc\uD83D",
        "\uDE00", "\uDE00abc", "ab\uDE00c", "abc\uDE00",
        "\uDE00\uD83D", "\uD83D\uD83D\uDE00", "\uD83D\uDE00\uDE00",
    ];

    public static readonly double[] Numbers = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    public static readonly DateTimeOffset[] Times =
    [
        DateTimeOffset.MinValue,
        DateTimeOffset.MaxValue,
        DateTimeOffset.UnixEpoch.AddTicks(-1),
        new(1970, 1, 1, 0, 59, 59, TimeSpan.FromHours(1)),
        new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero),
        new(9998, 12, 31, 23, 0, 0, TimeSpan.FromHours(-1)),
    ];
}
