using System.Text.Json;
using MlOps.Domain;
using MlOps.Import.Reports;
using MlOps.Import.Source;

namespace MlOps.Import.Mapping;

/// <summary>What a mapping needs besides the values of its row: ids, the imported versions, and the report.</summary>
internal sealed class ImportContext(
    SourceRow row, string table, IReadOnlySet<string> repeatedKeys, ImportedTable report, ImportState state)
{
    private const string ModelVersions = "model_versions";
    private const string Models = "ml_models";

    private readonly RepeatedIds _repeatedIds = new(repeatedKeys);
    private readonly ExtraColumns _extraColumns = new();

    public ImportState State => state;

    /// <summary>Maps the current row of the reader.</summary>
    public IReadOnlyList<Entity> Map(ImportTable mapping)
    {
        _extraColumns.Clear();
        var entities = mapping.Map(row, this).ToList();
        _repeatedIds.Accept();
        return entities;
    }

    /// <summary>Counts a change of the row, for the report.</summary>
    public void Note(string change) => report.AddChange(change);

    /// <summary>Counts the row as one that has no value in a column.</summary>
    public void NoteSubstitute(string column, string value) => Note(ImportRemarks.UsesSubstitute(column, value));

    /// <summary>The id of the imported row.</summary>
    public Guid GetId(string name = "id")
    {
        var key = row.GetText(name);
        return Adopt(name, key, ImportedId.Plain(table, key));
    }

    /// <summary>The id of the imported row, in a table that is sliced by time.</summary>
    /// <param name="createdAt">The time of the row.</param>
    /// <param name="name">The column with its id in the source.</param>
    /// <param name="source">The table of the source in which the id is unique; the table of the row if null.</param>
    public Guid GetSlicedId(DateTimeOffset createdAt, string name = "id", string? source = null)
    {
        var key = row.GetText(name);
        return Adopt(name, key, ImportedId.Sliced(source ?? table, key, createdAt));
    }

    /// <summary>The model version that the row refers to, if it was imported.</summary>
    public Guid? FindVersion(string name) =>
        FindVersionIds(name).Where(state.HasVersion).Select(id => (Guid?)id).FirstOrDefault();

    /// <summary>The model version that the row refers to. Refuses the row if the version was not imported.</summary>
    public Guid GetVersion(string name)
    {
        _ = row.GetText(name);
        return FindVersion(name) ?? throw row.Refuse(
            name,
            IsVersionWithoutTenant(name)
                ? "must name a model of the same tenant: that model has no tenant"
                : "must name a model that was imported");
    }

    /// <summary>Whether the version was imported for the rows without a tenant, and so for another one than the row's.</summary>
    public bool IsVersionWithoutTenant(string name) => FindVersionIds(name).Any(state.HasVersionWithoutTenant);

    /// <summary>The row of another table that the row refers to. Refuses the row if that one was not imported.</summary>
    public TEntity GetReference<TEntity>(string name, string source)
        where TEntity : Entity =>
        state.References.Find<TEntity>(ImportedId.Plain(source, row.GetText(name)))
        ?? throw row.Refuse(name, $"must name a row of {source} that was imported");

    /// <summary>The same for a row that may stand alone: it then loses the reference, or stores it with the extra columns.</summary>
    public TEntity? FindReference<TEntity>(string name, string source)
        where TEntity : Entity
    {
        if (row.FindText(name) is not { } key)
            return null;

        var found = state.References.Find<TEntity>(ImportedId.Plain(source, key));
        if (found is null)
            DoNotImport(name, $"it names no row of {source} that was imported");

        return found;
    }

    /// <summary>Counts a value that has no place here. It is stored with the extra columns, if the row has a document for them.</summary>
    public void DoNotImport(string name, string reason)
    {
        if (row.HasExtraDocument)
            StoreValue(name);

        Note(row.HasExtraDocument ? ImportRemarks.StoredAsItIs(name, reason) : ImportRemarks.NotImported(name, reason));
    }

    public string GetTextOrUnknown(string name)
    {
        if (row.FindText(name) is { } text)
            return text;

        NoteSubstitute(name, $"'{ImportTable.Unknown}'");
        return ImportTable.Unknown;
    }

    /// <summary>The numbers of a document. Its other members are not imported.</summary>
    public MetricSet GetMetrics(string name)
    {
        if (row.FindJson(name) is not { } json)
            return MetricSet.Empty;

        var document = json.As<JsonElement>();
        if (document.ValueKind != JsonValueKind.Object)
            throw row.Refuse(name, "must be an object of numbers");

        var members = document.EnumerateObject().ToList();
        var numbers = members.Where(member => member.Value.ValueKind == JsonValueKind.Number).ToList();
        if (numbers.Count < members.Count)
            Note(ImportRemarks.OnlyNumbers(name));

        return new MetricSet(numbers.Select(member => KeyValuePair.Create(member.Name, member.Value.GetDouble())));
    }

    /// <summary>Adds a value that has no column here to the document of <see cref="AddExtraColumns"/>.</summary>
    public void StoreValue(string name) => _extraColumns.Add(row.GetSourceName(name), row.GetText(name), row.IsJson(name));

    /// <summary>A document of the row, with all values that have no column here under "imported".</summary>
    /// <param name="document">The document.</param>
    /// <param name="name">Its name.</param>
    /// <param name="others">The values that have no column here, if some of those of the row were used.</param>
    public Json? AddExtraColumns(Json? document, string name, string? others = null) =>
        _extraColumns.AddTo(document, name, others ?? row.ReadExtraColumns());

    // The table after which the column is named is more likely.
    private IEnumerable<Guid> FindVersionIds(string name)
    {
        if (row.FindText(name) is not { } key)
            return [];

        string[] tables = row.GetSourceName(name) == name ? [ModelVersions, Models] : [Models, ModelVersions];
        return tables.Select(source => ImportedId.Plain(source, key));
    }

    private Guid Adopt(string name, string key, Guid id)
    {
        _repeatedIds.Check(row, name, id);
        if (!Guid.TryParseExact(key, "D", out var own) || own != id)
        {
            Note(ImportRemarks.NewId);
            StoreValue(name);
        }

        return id;
    }
}
