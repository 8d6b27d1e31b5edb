using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.Chains;

/// <summary>What SQL reads of a row that is chained.</summary>
internal sealed class ChainedRow(IReadOnlyEntityType type, ISqlGenerationHelper sql)
{
    /// <summary>
    /// The settings of a function that writes a row as text: the same row must have the same text in every session.
    /// </summary>
    public const string Settings =
        "SET timezone = 'UTC' SET extra_float_digits = 1 SET intervalstyle = 'postgres' SET bytea_output = 'hex'";

    private readonly ChainSpec _spec = type.FindChain()!;

    public string Table { get; } = sql.DelimitIdentifier(type.GetTableName()!, type.GetSchema());

    /// <summary>The name of the entity, which stays when the table gets another one.</summary>
    public string Kind { get; } = SqlNames.Literal(type.ShortName());

    public string Tenant(string row) => Column(row, type.FindTenantProperty()!);

    public string Id(string row) => Column(row, type.FindPrimaryKey()!.Properties[1].Name);

    public string Chain(string row) => $"coalesce({Column(row, _spec.Chain)}, '')";

    /// <summary>
    /// The row as JSON, with a member for each property that has a value. They bear the names of properties, so that a column may be
    /// renamed.
    /// </summary>
    public string Text(string row) =>
        $"""
        (SELECT coalesce(jsonb_object_agg(v.name, v.value), '{"{}"}')::text FROM (VALUES
                    {string.Join(",\n            ", _spec.Hashed.Select(property =>
                        $"({SqlNames.Literal(property)}, to_jsonb({Column(row, property)}))"))}
                ) AS v (name, value) WHERE v.value IS NOT NULL)
        """.ReplaceLineEndings("\n");

    /// <summary>The hash of a link, as SQL.</summary>
    public static string Hash(string previous, string kind, string text) =>
        $"encode(sha256(convert_to(concat_ws(E'\\n', {previous}, {kind}, {text}), 'UTF8')), 'hex')";

    private string Column(string row, string property) => $"{row}.{sql.DelimitIdentifier(type.FindProperty(property)!.GetColumnName())}";
}
