using MlOps.Persistence.Tenancy;
using MlOps.Postgres.Slices;

namespace MlOps.Benchmarks.Baselines;

/// <summary>
/// The tables of predictions as EF's own model would have them, partitioned by hand: the same columns, checks and indexes,
/// no policies, and the leaves' foreign keys between the partitioned tables.
/// </summary>
internal static class ParentKeySchema
{
    public const string Name = "parent_keys";

    public static readonly string[] Tables =
    [
        "ml_predictions", "code_roach_ml_predictions", "oracle_ml_predictions", "daisy_chain_ml_predictions",
        "first_mate_ml_predictions", "game_app_ml_predictions", "ai_gm_ml_predictions", "policy_ml_predictions",
    ];

    public static string Sql(Slice slice) => string.Join('\n', [
        $"CREATE SCHEMA {Name};",
        .. Tables.Select(table => Table(table, slice)),
        $"GRANT USAGE ON SCHEMA {Name} TO {MlOpsRoles.Service}; GRANT ALL ON ALL TABLES IN SCHEMA {Name} TO {MlOpsRoles.Service};"]);

    private static string Table(string table, Slice slice) =>
        $"""
        CREATE TABLE {Name}.{table} (LIKE public.{table} INCLUDING ALL) PARTITION BY RANGE (id);
        CREATE TABLE {Name}.{table}_{slice.Suffix} PARTITION OF {Name}.{table} FOR VALUES FROM ('{slice.FirstId}') TO ('{slice.EndId}');
        CREATE TABLE {Name}.{table}_default PARTITION OF {Name}.{table} DEFAULT;
        ALTER TABLE {Name}.{table} ADD FOREIGN KEY {Key(table)};
        """;

    private static string Key(string table) => table == Tables[0]
        ? "(tenant_id, model_version_id) REFERENCES public.model_versions (tenant_id, id) ON DELETE RESTRICT"
        : $"(tenant_id, id) REFERENCES {Name}.{Tables[0]} (tenant_id, id) ON DELETE CASCADE";
}
