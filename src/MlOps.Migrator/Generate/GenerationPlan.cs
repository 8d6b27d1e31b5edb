using System.Globalization;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Generate;

/// <summary>What is generated. The same plan makes the same rows.</summary>
/// <param name="Days">How many days.</param>
/// <param name="Scale">1 for the volumes that were projected.</param>
/// <param name="Seed">Another seed makes other rows.</param>
/// <param name="Until">The last day.</param>
internal sealed record GenerationPlan(int Days, double Scale, int Seed, DateOnly Until)
{
    public const int MaxDays = 3660;
    public const double MaxScale = 100;

    // Entities refuse earlier times: see Guard.Time.
    public static readonly DateOnly Earliest = new(1985, 1, 1);

    /// <summary>The moment after all of it.</summary>
    public DateTimeOffset End { get; } = new(Until.AddDays(1), default, TimeSpan.Zero);

    public DateTimeOffset Start => End.AddDays(-Days);

    public DateTimeOffset Middle => End.AddDays(-Days / 2.0);

    /// <summary>How many rows a day has of something, by how many it has at scale 1.</summary>
    public int CountPerDay(int atScaleOne) => Math.Max(1, (int)Math.Round(atScaleOne * Scale));

    /// <summary>The random numbers of one part of the plan.</summary>
    public SeededRandom RandomFor(string part) => SeededRandom.From($"{this} {part}");

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"--days {Days} --scale {Scale} --seed {Seed} --until {Until:yyyy-MM-dd}");
}
