using System.Diagnostics.CodeAnalysis;

namespace MlOps.Domain.Training;

/// <summary>How often each class was predicted for each actual class.</summary>
public sealed class ConfusionMatrix : IEquatable<ConfusionMatrix>
{
    public const int MaxClassLength = 200;
    public const string Negative = "negative";
    public const string Positive = "positive";

    /// <param name="classes">Two or more, each once.</param>
    /// <param name="counts">A row for each actual class; in it a count for each predicted class, in the same order.</param>
    public ConfusionMatrix(IReadOnlyCollection<string> classes, IReadOnlyCollection<IReadOnlyCollection<long>> counts)
    {
        Classes = [.. Guard.Given(classes, nameof(Classes)).Select(name => Guard.Text(name, nameof(Classes), MaxClassLength))];
        if (Classes.Count < 2 || Classes.Distinct(StringComparer.Ordinal).Count() < Classes.Count)
            throw new InvalidValueException(nameof(Classes), $"must be two or more, each once; they were {string.Join(", ", Classes)}");

        Counts = [.. Guard.Given(counts, nameof(Counts)).Select(Row)];
        if (Counts.Count != Classes.Count)
            throw new InvalidValueException(nameof(Counts), $"must have a row for each of the {Classes.Count} classes; it has {Counts.Count}");

        Total = Sum(Counts.SelectMany(row => row));
    }

    public IReadOnlyList<string> Classes { get; }

    public IReadOnlyList<IReadOnlyList<long>> Counts { get; }

    public long Total { get; }

    public long Correct => Sum(Classes.Select((_, at) => Counts[at][at]));

    /// <summary>The share of predictions that are right; null if there are none.</summary>
    public double? Accuracy => Share(Correct, Total);

    /// <summary>The mean of all classes' F1. A class that has none counts as 0, as it is usual.</summary>
    public double MacroF1 => Classes.Average(name => F1(name) ?? 0);

    /// <summary>The matrix of a yes-or-no question.</summary>
    public static ConfusionMatrix Binary(long truePositives, long falsePositives, long falseNegatives, long trueNegatives) =>
        new([Negative, Positive], [[trueNegatives, falsePositives], [falseNegatives, truePositives]]);

    /// <summary>The share of predictions of a class that are right; null if it was never predicted.</summary>
    public double? Precision(string name = Positive) => Share(Hits(name), Predicted(name));

    /// <summary>The share of a class that was recognized; null if it never occurred.</summary>
    public double? Recall(string name = Positive) => Share(Hits(name), Actual(name));

    /// <summary>The harmonic mean of precision and recall; null if the class neither occurred nor was predicted.</summary>
    public double? F1(string name = Positive) => Share(2.0 * Hits(name), (double)Actual(name) + Predicted(name));

    /// <summary>How often a class was predicted when it was there.</summary>
    public long Hits(string name = Positive) => Counts[IndexOf(name)][IndexOf(name)];

    /// <summary>How often a class was there.</summary>
    public long Actual(string name = Positive) => Sum(Counts[IndexOf(name)]);

    /// <summary>How often a class was predicted.</summary>
    public long Predicted(string name = Positive)
    {
        var column = IndexOf(name);
        return Sum(Counts.Select(row => row[column]));
    }

    public bool Equals([NotNullWhen(true)] ConfusionMatrix? other) =>
        other is not null && Classes.SequenceEqual(other.Classes)
        && Counts.SelectMany(row => row).SequenceEqual(other.Counts.SelectMany(row => row));

    public override bool Equals(object? obj) => Equals(obj as ConfusionMatrix);

    public override int GetHashCode() => HashCode.Combine(Classes.Count, Total);

    public override string ToString() => $"{Correct} of {Total} right, {string.Join(", ", Classes)}";

    private static double? Share(double part, double whole) => whole == 0 ? null : part / whole;

    // Sums that do not fit into a long are no counts of anything.
    private static long Sum(IEnumerable<long> counts)
    {
        try
        {
            return counts.Sum();
        }
        catch (OverflowException)
        {
            throw new InvalidValueException(nameof(Counts), $"must add up to {long.MaxValue} at most; they are more");
        }
    }

    private IReadOnlyList<long> Row(IReadOnlyCollection<long> row)
    {
        if (Guard.Given(row, nameof(Counts)).Count != Classes.Count)
            throw new InvalidValueException(
                nameof(Counts), $"must have {Classes.Count} columns, one for each class; a row has {row.Count}");

        return [.. row.Select(count => Guard.NotNegative(count, nameof(Counts)))];
    }

    private int IndexOf(string name)
    {
        for (var at = 0; at < Classes.Count; at++)
        {
            if (Classes[at] == name)
                return at;
        }

        throw new InvalidValueException(nameof(Classes), $"must have '{name}' among them; they are {string.Join(", ", Classes)}");
    }
}
