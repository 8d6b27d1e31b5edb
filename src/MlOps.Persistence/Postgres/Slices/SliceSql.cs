using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Persistence.Postgres.Slices;

/// <summary>Statements that partitioned tables share, at migration and at run time.</summary>
internal static class SliceSql
{
    public const string DefaultSuffix = "default";

    /// <summary>The name of a table's partition: ml_predictions_2026_11.</summary>
    public static string PartitionOf(string table, string suffix) => $"{table}_{suffix}";

    /// <summary>
    /// Where rows go that no slice is made for yet. Its foreign keys refer to the whole partitioned table, so that a leaf's
    /// row finds its base row wherever that is; those of the slices refer to their sibling alone, which costs far less.
    /// </summary>
    public static IEnumerable<string> CreateDefault(
        CreateTableOperation table, IEnumerable<AddForeignKeyOperation> aligned, ISqlGenerationHelper sql)
    {
        var name = PartitionOf(table.Name, DefaultSuffix);
        var partition = sql.DelimitIdentifier(name, table.Schema);
        yield return $"CREATE TABLE {partition} PARTITION OF {sql.DelimitIdentifier(table.Name, table.Schema)} DEFAULT;";
        foreach (var key in aligned)
        {
            yield return
                $"ALTER TABLE {partition} ADD CONSTRAINT {sql.DelimitIdentifier(key.Name)} FOREIGN KEY ({Columns(key.Columns, sql)}) " +
                $"REFERENCES {sql.DelimitIdentifier(key.PrincipalTable, key.PrincipalSchema)} ({Columns(key.PrincipalColumns!, sql)}) " +
                $"ON DELETE {OnDelete(key.OnDelete)};";
        }
    }

    public static string Columns(IEnumerable<string> columns, ISqlGenerationHelper sql) =>
        string.Join(", ", columns.Select(sql.DelimitIdentifier));

    public static string OnDelete(ReferentialAction action) => action switch
    {
        ReferentialAction.Cascade => "CASCADE",
        ReferentialAction.Restrict => "RESTRICT",
        ReferentialAction.SetNull => "SET NULL",
        ReferentialAction.SetDefault => "SET DEFAULT",
        _ => "NO ACTION",
    };
}
