using System.Globalization;
using MlOps.Domain.Features;
using MlOps.Domain.Statistics.Samples;
using MlOps.Import.Files;
using MlOps.Persistence;

namespace MlOps.Import.Baselines;

/// <summary>The data that a version was trained on: a line for each row, with the features of a schema as columns.</summary>
public sealed class BaselineFile
{
    private const int ShownFaults = 3;

    private readonly IReadOnlyList<SchemaFeature> _features;
    private readonly List<double?>[] _numbers;
    private readonly Dictionary<string, long>[] _categories;
    private readonly long[] _missing;
    private readonly List<string> _faults = [];

    private BaselineFile(FeatureSchema schema)
    {
        _features = [.. schema.Features];
        _numbers = [.. _features.Select(_ => new List<double?>())];
        _categories = [.. _features.Select(_ => new Dictionary<string, long>(StringComparer.Ordinal))];
        _missing = new long[_features.Count];
    }

    /// <summary>How many rows the file has.</summary>
    public long Rows { get; private set; }

    /// <summary>The numbers of each feature that is a number.</summary>
    public IEnumerable<(string Feature, NumberSample Sample)> Numbers => _features.Index()
        .Where(pair => pair.Item.Type == FeatureType.Number)
        .Select(pair => (pair.Item.Name, NumberSample.FromValues(_numbers[pair.Index])));

    /// <summary>The categories of each feature that is a category.</summary>
    public IEnumerable<(string Feature, CategorySample Sample)> Categories => _features.Index()
        .Where(pair => pair.Item.Type == FeatureType.Category)
        .Select(pair => (pair.Item.Name, CategorySample.FromCounts(_categories[pair.Index], _missing[pair.Index])));

    /// <summary>Reads a file. A baseline is for good, so one line that is wrong refuses the file.</summary>
    /// <exception cref="MlOpsException">
    /// The file, or a line of it, cannot be read, or names a column that the schema does not have.
    /// </exception>
    public static async Task<BaselineFile> ReadAsync(
        Stream stream, FileFormat format, FeatureSchema schema, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var file = new BaselineFile(schema);
        // Features can differ by case alone.
        var columns = new FileColumns(isExact: true, [.. file._features.Select(feature => new[] { feature.Name })]);
        await foreach (var record in FileRecords.ReadAsync(stream, format, columns, cancellationToken).ConfigureAwait(false))
        {
            if ((record.Fault ?? file.Add(record)) is { } fault)
                file._faults.Add($"Line {record.Line.Number}: {fault}");

            file.Rows++;
            if (file._faults.Count > ShownFaults)
                break;
        }

        return file._faults.Count == 0
            ? file
            : throw new MlOpsException(
                MlOpsError.ImportIncomplete,
                $"Nothing is stored, since the baseline of a version is for good. {string.Join(' ', file._faults.Take(ShownFaults))}" +
                $"{(file._faults.Count > ShownFaults ? " More lines are wrong." : "")}");
    }

    private string? Add(FileRecord record)
    {
        var numbers = new double?[_features.Count];
        foreach (var (i, feature) in _features.Index())
        {
            if (feature.Type != FeatureType.Number || record.Values[i] is not { } text)
                continue;

            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                return $"'{text}' is no number, as {feature.Name} must be.";

            numbers[i] = number;
        }

        foreach (var (i, feature) in _features.Index())
        {
            if (feature.Type == FeatureType.Number)
                _numbers[i].Add(numbers[i]);
            else if (record.Values[i] is { } category)
                _categories[i][category] = _categories[i].GetValueOrDefault(category) + 1;
            else
                _missing[i]++;
        }

        return null;
    }
}
