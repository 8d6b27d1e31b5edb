using MlOps.Domain;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>Properties of the plain types alone, of which a small batch sends one array for each column.</summary>
internal sealed class Specimen(DateTimeOffset createdAt) : Entity(createdAt)
{
    public bool? Flag { get; set; }

    public short? Small { get; set; }

    public int? Count { get; set; }

    public long? Total { get; set; }

    public float? Ratio { get; set; }

    public double? Weight { get; set; }

    public decimal? Price { get; set; }

    public Guid? Other { get; set; }

    public DateTime? Utc { get; set; }

    public DateTime? Local { get; set; }

    public DateTimeOffset? At { get; set; }

    public DateOnly? Day { get; set; }

    public TimeOnly? Hour { get; set; }

    public TimeSpan? Duration { get; set; }

    public byte[]? Picture { get; set; }

    public byte? Tiny { get; set; }

    public char? Letter { get; set; }

    public string? Name { get; set; }

    public string? Document { get; set; }

    public Uri? Link { get; set; }

    public DayOfWeek? Weekday { get; set; }

    public static Specimen Lowest() => new(Build.Noon)
    {
        Flag = false,
        Small = short.MinValue,
        Count = int.MinValue,
        Total = long.MinValue,
        Ratio = float.NegativeInfinity,
        Weight = double.NaN,
        Price = decimal.MinValue,
        Other = Guid.Empty,
        Utc = DateTime.MinValue.ToUniversalTime(),
        Local = DateTime.MinValue,
        At = DateTimeOffset.MinValue,
        Day = DateOnly.MinValue,
        Hour = TimeOnly.MinValue,
        Duration = TimeSpan.FromDays(-4000),
        Picture = [],
        Tiny = 0,
        Letter = '"',
        Name = "",
        Document = "{}",
        Link = new Uri("x", UriKind.Relative),
        Weekday = DayOfWeek.Sunday,
    };

    public static Specimen Highest() => new(Build.Noon)
    {
        Flag = true,
        Small = short.MaxValue,
        Count = int.MaxValue,
        Total = long.MaxValue,
        Ratio = float.PositiveInfinity,
        Weight = double.PositiveInfinity,
        Price = decimal.MaxValue,
        Other = Guid.AllBitsSet,
        Utc = DateTime.MaxValue.ToUniversalTime(),
        Local = DateTime.MaxValue,
        At = DateTimeOffset.MaxValue,
        Day = DateOnly.MaxValue,
        Hour = TimeOnly.MaxValue,
        Duration = new TimeSpan(4000, 1, 2, 3, 4, 5),
        Picture = [0, 255],
        Tiny = 255,
        Letter = '{',
        Name = "NULL",
        Document = """{"a": [1, 2.50], "b": "\\ \" {}"}""",
        Link = new Uri("https://example.org/a,b"),
        Weekday = DayOfWeek.Saturday,
    };

    public static Specimen Exact() => new(Build.Noon)
    {
        Ratio = float.Epsilon,
        Weight = -0.0,
        Price = 0.1000000000000000000000000001m,
        Utc = new DateTime(2026, 1, 2, 3, 4, 5, 6, 7, DateTimeKind.Utc),
        Name = "a,b \"c\" \\ {d} 'e' \r\n 😀",
        Document = "null",
        Letter = '\\',
    };
}
