using System.Diagnostics.CodeAnalysis;

namespace MlOps.Domain.Statistics;

/// <summary>The counts of each predicted class for each actual class.</summary>
public sealed class ConfusionMatrix : IEquatable<ConfusionMatrix>
{
    public const int MaxClassLength = 200;
    public const string Negative = "negative";
    public const string Positive = "positive";

    /// <param name="classes">Two or more classes, each once.</param>
    /// <param name="counts">
    /// A row for each actual class, with a count for each predicted class, both in the order of the classes.
    /// </param>
    public ConfusionMatrix(IReadOnlyCollection<string> classes, IReadOnlyCollection<IReadOnlyCollection<long>> counts)
    {
        Guard.Given(classes, nameof(Classes));
        Classes = [.. classes.Select(name => Guard.Text(name, nameof(Classes), MaxClassLength))];
        if (Classes.Count < 2 || Classes.Distinct(StringComparer.Ordinal).Count() < Classes.Count)
            throw new InvalidValueException(
                nameof(Classes), $"must be two or more, each once; they were {string.Join(", ", Classes)}");

        Counts = [.. Guard.Given(counts, nameof(Counts)).Select(CopyRow)];
        if (Counts.Count != Classes.Count)
            throw new InvalidValueException(
                nameof(Counts), $"must have a row for each of the {Classes.Count} classes; it has {Counts.Count}");

        Total = Sum(Counts.SelectMany(row => row));
    }

    public IReadOnlyList<string> Classes { get; }

    public IReadOnlyList<IReadOnlyList<long>> Counts { get; }

    public long Total { get; }

    public long Correct => Sum(Classes.Select((_, at) => Counts[at][at]));

    /// <summary>The share of correct predictions; null if there are no predictions.</summary>
    public double? Accuracy => Share(Correct, Total);

    /// <summary>The mean F1 of all classes. A class without one counts as 0, as is usual.</summary>
    public double MacroF1 => Classes.Average(name => F1(name) ?? 0);

    /// <summary>The matrix of a yes-or-no question.</summary>
    public static ConfusionMatrix Binary(
        long truePositives, long falsePositives, long falseNegatives, long trueNegatives) =>
        new([Negative, Positive], [[trueNegatives, falsePositives], [falseNegatives, truePositives]]);

    /// <summary>The share of correct predictions of a class; null if it was never predicted.</summary>
    public double? Precision(string name = Positive) => Share(CountHits(name), CountPredicted(name));

    /// <summary>The share of a class that was recognized; null if it never occurred.</summary>
    public double? Recall(string name = Positive) => Share(CountHits(name), CountActual(name));

    /// <summary>
    /// The harmonic mean of precision and recall; null if the class neither occurred nor was predicted.
    /// </summary>
    public double? F1(string name = Positive) =>
        Share(2.0 * CountHits(name), (double)CountActual(name) + CountPredicted(name));

    /// <summary>How often a class occurred and was predicted.</summary>
    public long CountHits(string name = Positive) => Counts[IndexOf(name)][IndexOf(name)];

    /// <summary>How often a class occurred.</summary>
    public long CountActual(string name = Positive) => Sum(Counts[IndexOf(name)]);

    /// <summary>How often a class was predicted.</summary>
    public long CountPredicted(string name = Positive)
    {
        var column = IndexOf(name);
        return Sum(Counts.Select(row => row[column]));
    }

    public bool Equals([NotNullWhen(true)] ConfusionMatrix? other) =>
        other is not null && Classes.SequenceEqual(other.Classes)
        && Counts.SelectMany(row => row).SequenceEqual(other.Counts.SelectMany(row => row));

    public override bool Equals(object? obj) => Equals(obj as ConfusionMatrix);

    public override int GetHashCode() => HashCode.Combine(Classes.Count, Total);

    public override string ToString() => $"{Correct} of {Total} correct, {string.Join(", ", Classes)}";

    private static double? Share(double part, double whole) => whole == 0 ? null : part / whole;

    // A sum that exceeds a long cannot be a real count.
    private static long Sum(IEnumerable<long> counts)
    {
        try
        {
            return counts.Sum();
        }
        catch (OverflowException)
        {
            throw new InvalidValueException(
                nameof(Counts), $"must add up to at most {long.MaxValue}; they add up to more");
        }
    }

    private IReadOnlyList<long> CopyRow(IReadOnlyCollection<long> row)
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

        throw new InvalidValueException(
            nameof(Classes), $"must contain '{name}'; they are {string.Join(", ", Classes)}");
    }
}
