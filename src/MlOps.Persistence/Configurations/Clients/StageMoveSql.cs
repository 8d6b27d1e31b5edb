using MlOps.Domain.Registry;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Clients;

/// <summary>The move of a version to another stage, with all that is stored about it.</summary>
internal sealed class StageMoveSql(ViewNames names, StoredRows v)
{
    private const string Reason = "INSERT INTO model_versions";

    private readonly SqlTable<StageTransition> _t = names.Table<StageTransition>("t");
    private readonly SqlTable<ServingPeriod> _p = names.Table<ServingPeriod>("p");
    private readonly SqlTable<ModelAlias> _a = names.Table<ModelAlias>("a");

    private static string Allowed => string.Join(
        ", ",
        from start in Enum.GetValues<ModelStage>()
        from end in Enum.GetValues<ModelStage>()
        where StageMoves.Allows(start, end)
        select $"'{start}>{end}'");

    /// <summary>Moves the version "known" of the row NEW to the stage "wanted" at "moved_at".</summary>
    public string Move =>
        $"""
        IF wanted <> known.stage THEN
                IF known.status = 'failed' OR known.stage || '>' || wanted <> ALL (ARRAY[{Allowed}]) THEN
                    RAISE check_violation USING MESSAGE = format(
                        'Version %s of model %s is %s, in stage %s, and cannot move to %s.',
                        NEW.{v["Version"]}, quote_literal(NEW.{v["ModelName"]}), known.status, known.stage, wanted);
                END IF;
                {RefuseEarlier("known", $"NEW.{v["Version"]}", "wanted")}
                IF wanted = '{ModelStage.Production}' THEN
                    SELECT {v["Id"]} AS id, {v["Version"]} AS version, {v["Stage"]} AS stage, {v["StageChangedAt"]} AS since
                        INTO incumbent FROM {v.View}
                        WHERE {v["TenantId"]} = NEW.{v["TenantId"]} AND {v["ModelName"]} = NEW.{v["ModelName"]}
                            AND {v["Stage"]} = '{ModelStage.Production}';
                    IF incumbent.id IS NOT NULL THEN
                        {RefuseEarlier("incumbent", "incumbent.version", $"'{ModelStage.Archived}'")}
                        {Enter("incumbent.id", $"'{ModelStage.Archived}'", "")}
                        {Record("incumbent.id", "incumbent.version", "incumbent.stage", $"'{ModelStage.Archived}'")}
                        {ClosePeriod("incumbent.id")}
                    END IF;
                    {Enter("known.id", "wanted", $", {v["PromotedAt"]} = moved_at, {v["PromotedBy"]} = mover")}
                    NEW.{v["PromotedAt"]} := moved_at;
                    NEW.{v["PromotedBy"]} := mover;
                    INSERT INTO {_p.Name} ({_p.Assigned(x => x.TenantId)}, {_p.Assigned(x => x.Id)}, {_p.Assigned(x => x.ModelName)},
                        {_p.Assigned(x => x.ModelVersionId)}, {_p.Assigned(x => x.Version)}, {_p.Assigned(x => x.ServedFrom)},
                        {_p.Assigned(x => x.PromotedAt)}, {_p.Assigned(x => x.CreatedAt)}, {_p.Assigned(x => x.UpdatedAt)})
                    VALUES (NEW.{v["TenantId"]}, mlops_uuid7(moved_at), NEW.{v["ModelName"]}, known.id, NEW.{v["Version"]}, moved_at,
                        moved_at, moved_at, moved_at);
                    {CloseChampion($"{_a.Assigned(x => x.ModelVersionId)} <> known.id")}
                    INSERT INTO {_a.Name} ({_a.Assigned(x => x.TenantId)}, {_a.Assigned(x => x.Id)}, {_a.Assigned(x => x.ModelName)},
                        {_a.Assigned(x => x.Alias)}, {_a.Assigned(x => x.ModelVersionId)}, {_a.Assigned(x => x.Version)},
                        {_a.Assigned(x => x.SetBy)}, {_a.Assigned(x => x.ValidFrom)}, {_a.Assigned(x => x.CreatedAt)}, {_a.Assigned(x => x.UpdatedAt)})
                    SELECT NEW.{v["TenantId"]}, mlops_uuid7(moved_at), NEW.{v["ModelName"]}, '{ModelAlias.Champion}', known.id,
                        NEW.{v["Version"]}, mover, moved_at, moved_at, moved_at
                    WHERE NOT EXISTS (SELECT 1 FROM {_a.Name} WHERE {OpenChampion});
                ELSE
                    {Enter("known.id", "wanted", "")}
                    IF known.stage = '{ModelStage.Production}' THEN
                        {ClosePeriod("known.id")}
                        {CloseChampion($"{_a.Assigned(x => x.ModelVersionId)} = known.id")}
                    END IF;
                END IF;
                {Record("known.id", $"NEW.{v["Version"]}", "known.stage", "wanted")}
            END IF;
            NEW.{v["Stage"]} := wanted;
        """;

    private string OpenChampion =>
        $"{_a.Assigned(x => x.TenantId)} = NEW.{v["TenantId"]} AND {_a.Assigned(x => x.ModelName)} = NEW.{v["ModelName"]} " +
        $"AND {_a.Assigned(x => x.Alias)} = '{ModelAlias.Champion}' AND {_a.Assigned(x => x.ValidTo)} IS NULL";

    private string RefuseEarlier(string moved, string version, string to) =>
        $"""
        IF moved_at < {moved}.since THEN
            RAISE check_violation USING MESSAGE = format(
                'Version %s of model %s moved to %s at %s and cannot move to %s earlier, at %s.',
                {version}, quote_literal(NEW.{v["ModelName"]}), {moved}.stage, {moved}.since, {to}, moved_at),
                HINT = 'If both times are right, the clocks of two machines differ, or a time without zone was of another one than the session''s.';
        END IF;
        """;

    private string Enter(string id, string stage, string more) =>
        $"""
        UPDATE {v.View} SET {v["Stage"]} = {stage}, {v["StageChangedAt"]} = moved_at,
            {v["Status"]} = CASE {stage} WHEN '{ModelStage.Archived}' THEN 'retired' ELSE 'active' END{more}
        WHERE {v["TenantId"]} = NEW.{v["TenantId"]} AND {v["Id"]} = {id};
        """;

    private string Record(string id, string version, string from, string to) =>
        $"""
        INSERT INTO {_t.Name} ({_t.Assigned(x => x.TenantId)}, {_t.Assigned(x => x.Id)}, {_t.Assigned(x => x.ModelVersionId)},
            {_t.Assigned(x => x.ModelName)}, {_t.Assigned(x => x.Version)}, {_t.Assigned(x => x.FromStage)}, {_t.Assigned(x => x.ToStage)},
            {_t.Assigned(x => x.ChangedBy)}, {_t.Assigned(x => x.Reason)}, {_t.Assigned(x => x.CreatedAt)})
        VALUES (NEW.{v["TenantId"]}, mlops_uuid7(moved_at), {id}, NEW.{v["ModelName"]}, {version}, {from}, {to}, mover, '{Reason}', moved_at);
        """;

    private string ClosePeriod(string id) =>
        $"""
        UPDATE {_p.Name} SET {_p.Assigned(x => x.ServedTo)} = moved_at
        WHERE {_p.Assigned(x => x.TenantId)} = NEW.{v["TenantId"]} AND {_p.Assigned(x => x.ModelVersionId)} = {id}
            AND {_p.Assigned(x => x.ServedTo)} IS NULL;
        """;

    private string CloseChampion(string which) =>
        $"""
        UPDATE {_a.Name} SET {_a.Assigned(x => x.ValidTo)} = moved_at, {_a.Assigned(x => x.ClosedBy)} = mover
        WHERE {OpenChampion} AND {which};
        """;
}
