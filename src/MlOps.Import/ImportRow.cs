using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MlOps.Domain;
using MlOps.Import.Source;
using MlOps.Import.Tables;
using Npgsql;

namespace MlOps.Import;

/// <summary>A row of the source on its way to become an entity: the id that it gets, what was changed, and what is kept beside.</summary>
internal sealed class ImportRow(ImportPass pass, NpgsqlDataReader reader, ImportMemory memory) : SourceRow(pass.Plan, reader)
{
    private const string Imported = "imported";

    private static readonly string[] Identities = ["key", "reference", "id", "name", "model_name", "feature_name"];

    private readonly Dictionary<string, string> _kept = [];
    private readonly Dictionary<Guid, string> _contents = [];
    private (Guid Id, string Content)? _repeated;

    public ImportMemory Memory => memory;

    /// <summary>What identifies the row, to name it to people.</summary>
    public string Identity => Identities.Select(Shown).FirstOrDefault(id => id is not null) ?? "without an id";

    /// <summary>Forgets the row before.</summary>
    public void Next()
    {
        _kept.Clear();
        _repeated = null;
    }

    /// <summary>Remembers the row if there are others of its key, which may not differ from now on.</summary>
    public void Made()
    {
        if (_repeated is var (id, content))
            _contents.TryAdd(id, content);
    }

    public string Text(string name, string otherwise) => Text(name) ?? Note(otherwise, $"{name} was not told: '{otherwise}'");

    /// <summary>Numbers by name; what is none is left out, and said to be.</summary>
    public MetricSet Metrics(string name)
    {
        if (Json(name) is not { } json)
            return MetricSet.Empty;

        var document = json.As<JsonElement>();
        if (document.ValueKind != JsonValueKind.Object)
            throw Fault(name, "must be an object of numbers");

        var numbers = document.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Number).ToList();
        if (numbers.Count < document.EnumerateObject().Count())
            pass.Report.Change($"of {name} only the numbers");

        return new MetricSet(numbers.Select(member => KeyValuePair.Create(member.Name, member.Value.GetDouble())));
    }

    /// <summary>The id of a row of a table that is sliced, here.</summary>
    /// <param name="table">What the ids are unique in.</param>
    /// <param name="name">The value that identifies it there.</param>
    /// <param name="createdAt">When the row was made.</param>
    public Guid SlicedId(string table, string name, DateTimeOffset createdAt) =>
        Told(name, ImportedId.Sliced(table, Key(name) ?? throw Missing(name), createdAt));

    /// <summary>The id of a row of another table, here.</summary>
    public Guid PlainId(string table, string name) => Told(name, ImportedId.Plain(table, Key(name) ?? throw Missing(name)));

    /// <summary>The version of a model that the row refers to, if it was taken: of the table that the column is named after, or of the other.</summary>
    public Guid? Version(string name) => Versions(name).Where(memory.HasVersion).Select(id => (Guid?)id).FirstOrDefault();

    /// <summary>Whether the version is there for rows that name no tenant, and so for another one than the row's.</summary>
    public bool IsOfNoTenant(string name) => Versions(name).Any(memory.IsOfNoTenant);

    /// <summary>Tells the report that a value was replaced.</summary>
    public T Note<T>(T value, string what)
    {
        pass.Report.Change(what);
        return value;
    }

    /// <summary>Keeps a key in the bag, by the name that it has there.</summary>
    public void Keep(string name)
    {
        if (Plan.Table.Bag is not null)
            _kept[Plan.Column(name)!.SourceName] = Key(name)!;
    }

    /// <summary>The document of the bag's column, with what there is no column for.</summary>
    public Json? Bag(string name)
    {
        var own = Json(name);
        var rest = Rest();
        if (_kept.Count == 0 && rest == "{}")
            return own;

        var kept = JsonSerializer.Serialize(_kept);
        var all = kept == "{}" ? rest : rest == "{}" ? kept : $"{kept[..^1]}, {rest[1..]}";
        var document = own is null
            ? "{}"
            : own.Text.AsSpan().TrimStart() is ['{', ..] && !own.Text.Contains($"\"{Imported}\"", StringComparison.Ordinal) ? own.Text.Trim() : $$"""{"{{name}}": {{own.Text}}}""";
        return Domain.Json.Parse($"{document.AsSpan(0, document.Length - 1)}{(document.Length > 2 ? ", " : "")}\"{Imported}\": {all}}}", name);
    }

    private IEnumerable<Guid> Versions(string name)
    {
        if (Key(name) is not { } key)
            return [];

        string[] tables = [ModelVersionTable.Table, ModelTables.Table];
        return (Plan.Column(name)!.SourceName == name ? tables : tables.Reverse()).Select(table => ImportedId.Plain(table, key));
    }

    private Guid Told(string name, Guid id)
    {
        if (pass.RepeatedKeys.Contains(Key(name)!))
        {
            _repeated = (id, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Content()))));
            if (_contents.TryGetValue(id, out var content) && content != _repeated.Value.Content)
                throw Fault(name, "must be that of one row: another one has it, with other values");
        }

        if (!Guid.TryParseExact(Key(name), "D", out var own) || own != id)
        {
            pass.Report.Change("id made anew");
            Keep(name);
        }

        return id;
    }
}
