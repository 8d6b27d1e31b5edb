using System.Collections;
using System.Net;
using MlOps.Domain;
using NpgsqlTypes;

namespace MlOps.Persistence.Tests.Ingestion;

internal enum Mood
{
    Calm,
    Wild,
}

/// <summary>A property of each type of PostgreSQL that differs from others on its way there.</summary>
internal sealed class Exhibit(DateTimeOffset createdAt) : Entity(createdAt)
{
    public string Document { get; set; } = """{"a": [1, 2.50]}""";

    public string[] Tags { get; set; } = ["a", "b'\"{}"];

    public List<int?> Numbers { get; set; } = [1, null, 3];

    public DateOnly Day { get; set; } = new(2026, 2, 28);

    public TimeOnly Time { get; set; } = new(23, 59, 59, 999);

    public TimeSpan Span { get; set; } = new(40, 1, 2, 3);

    public DateTime Local { get; set; } = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Unspecified);

    public DateTime Utc { get; set; } = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public byte[] Bytes { get; set; } = [0, 255];

    public BitArray Bits { get; set; } = new([true, false, true]);

    public IPAddress Address { get; set; } = IPAddress.Parse("10.0.0.1");

    public NpgsqlRange<int> Range { get; set; } = new(1, 5);

    public decimal Price { get; set; } = 12345678901234567890.125m;

    public char Letter { get; set; } = 'x';

    public float Ratio { get; set; } = float.NaN;

    public short Small { get; set; } = short.MinValue;

    public byte Tiny { get; set; } = 255;

    public ulong Huge { get; set; } = ulong.MaxValue;

    public uint Count { get; set; } = uint.MaxValue;

    public Mood Mood { get; set; } = Mood.Wild;

    public Mood? MoodMaybe { get; set; }

    public Mood? MoodPerhaps { get; set; } = Mood.Wild;

    public string Code { get; set; } = "ab";

    public Uri Link { get; set; } = new("https://example.org/a?b");

    public int? Missing { get; set; }
}
