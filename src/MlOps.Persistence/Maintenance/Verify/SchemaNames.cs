using System.Text.RegularExpressions;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>
/// The schemas of a model, and the empty ones that take their place while the model is built beside the living tables. The first one is
/// that of names without a schema.
/// </summary>
internal sealed class SchemaNames
{
    private readonly IReadOnlyList<Pair> _pairs;

    private SchemaNames(IReadOnlyList<Pair> pairs) => _pairs = pairs;

    /// <summary>Those of the living database.</summary>
    public string[] Own => [.. _pairs.Select(pair => pair.Own)];

    /// <summary>Those that take their place, in the same order. They need no quotation marks.</summary>
    public string[] Scratch => [.. _pairs.Select(pair => pair.Scratch)];

    /// <summary>Finds the schema of names without one, and gives each a name that no other has.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="declared">Those that the model names.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<SchemaNames> ReadAsync(
        NpgsqlConnection connection, IReadOnlySet<string> declared, CancellationToken cancellationToken)
    {
        var run = $"mlops_verify_{Guid.NewGuid():N}"[..24];
        var pairs = new List<Pair>();
        var command = connection.CreateCommand();
        await using var whenDone = command.ConfigureAwait(false);
        command.CommandText =
            """
            SELECT name, quote_ident(name) FROM (
                SELECT coalesce(current_schema()::text, 'public') AS name, 0 AS place
                UNION SELECT name, 1 FROM unnest($1) AS name WHERE name <> coalesce(current_schema()::text, 'public')) AS named
            ORDER BY place, name
            """;
        command.Parameters.Add(new NpgsqlParameter { Value = declared.ToArray() });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var whenRead = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            pairs.Add(new Pair(
                reader.GetString(0), reader.GetString(1), $"{run}_{pairs.Count:000}", declared.Contains(reader.GetString(0))));

        return new SchemaNames(pairs);
    }

    /// <summary>
    /// A statement of the model about the empty schemas: names with a schema have another one. Those without follow the search path.
    /// </summary>
    public string ToScratch(string sql) => _pairs.Where(pair => pair.IsDeclared).Aggregate(
        sql, (text, pair) => Regex.Replace(text, Pattern(pair.Own), pair.Scratch, RegexOptions.CultureInvariant));

    /// <summary>What the catalogue says of the empty schemas, as it would say it of the living ones.</summary>
    public string FromScratch(string text) =>
        _pairs.Aggregate(text, (rest, pair) => rest.Replace(pair.Scratch, pair.Quoted, StringComparison.Ordinal));

    // Before the name of an object, or alone where rights on the schema itself are granted.
    private static string Pattern(string schema)
    {
        var quoted = Regex.Escape(SqlNames.Quote(schema));
        var name = Regex.IsMatch(schema, "^[a-z_][a-z0-9_]*$") ? $"(?:{quoted}|{schema})" : quoted;
        return $"""(?<![\w$"]){name}(?=\.)|(?<=\bON SCHEMA ){name}(?![\w$])""";
    }

    private sealed record Pair(string Own, string Quoted, string Scratch, bool IsDeclared);
}
