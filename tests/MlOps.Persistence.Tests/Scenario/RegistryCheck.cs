using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Tests.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>The stages, moves, times in production and the alias of the year, from the diary.</summary>
internal sealed class RegistryCheck(TestDatabase database, MlOpsDbContext context, YearDiary diary)
{
    private const int Moments = 300;

    private readonly ModelVersionRepository _versions = new(context);

    public async Task RunAsync()
    {
        await AssertVersionsAsync();
        await AssertMovesAsync();
        await AssertPeriodsAsync();
        await AssertMomentsAsync();
        await AssertTimelineAsync();
        await AssertAuditAsync();
    }

    private async Task AssertVersionsAsync()
    {
        var stored = await context.ModelVersions.AsNoTracking().Where(version => version.ModelName == YearPeople.ModelName)
            .OrderBy(version => version.Version).ToListAsync();
        Assert.Equal(diary.Versions.Keys.Order(StringComparer.Ordinal), stored.Select(version => version.Version));
        Assert.All(stored, version =>
        {
            var moves = diary.Moves.FindAll(move => move.Version == version.Version);
            var promotion = moves.FindLast(move => move.To == ModelStage.Production)?.Change;
            Assert.Equal(
                (moves[^1].To, moves[^1].Change.At, promotion?.At, promotion?.By),
                (version.Stage, version.StageChangedAt, version.PromotedAt, version.PromotedBy));
            Assert.Equal(version.Stage == ModelStage.Archived ? VersionStatus.Retired : VersionStatus.Active, version.Status);
        });
    }

    private async Task AssertMovesAsync() => Assert.Equal(
        diary.Moves.Select(move => (move.Version, move.From, move.To, move.Change)),
        await _versions.StreamHistoryAsync(YearPeople.ModelName)
            .Select(step => (step.Version, step.FromStage, step.ToStage,
                new StageChange(step.ChangedBy, step.Reason, step.CreatedAt, step.DecisionId)))
            .ToListAsync());

    private async Task AssertPeriodsAsync()
    {
        var periods = await _versions.StreamServingPeriodsAsync(YearPeople.ModelName).ToListAsync();
        Assert.Equal(
            diary.Serving.Periods, periods.Select(period => new ServedTime(period.Version, period.ServedFrom, period.ServedTo)));
        Assert.Equal(
            diary.Serving.Periods,
            await new ModelAliasRepository(context).StreamHistoryAsync(YearPeople.ModelName, ModelAlias.Champion)
                .Select(alias => new ServedTime(alias.Version, alias.ValidFrom, alias.ValidTo)).ToListAsync());
        Assert.Equal(diary.ServingSteps.Select(step => step.Change.DecisionId), periods.Select(period => period.DecisionId));

        // What a rollback opens has the time of the promotion that it returns to, which was the first one here.
        Assert.Equal(
            diary.ServingSteps.Select(step => step.Step == ServingStep.Rollback ? diary.ServingSteps[0].Change.At : step.Change.At),
            periods.Select(period => period.PromotedAt));
    }

    private async Task AssertMomentsAsync()
    {
        var random = new Random(5);
        var days = (YearScript.End - YearScript.Start).TotalDays;
        DateTimeOffset[] moments =
        [
            YearScript.Start.AddDays(-1),
            .. diary.Serving.ListMoments(random),
            .. Enumerable.Range(0, Moments).Select(_ => YearScript.Start.AddDays(random.NextDouble() * days)),
        ];
        foreach (var moment in moments)
        {
            var served = await _versions.FindProductionAtAsync(YearPeople.ModelName, moment);
            Assert.Equal($"{moment:O} {diary.Serving.FindVersion(moment)}", $"{moment:O} {served?.Version}");
        }
    }

    private async Task AssertTimelineAsync() => Assert.Equal(
        diary.Moves.Select(move =>
        {
            var promotion = diary.Moves.FindLast(other => other.Version == move.Version && other.To == ModelStage.Production)?.Change;
            return $"{Time(move.Change.At)} {move.Version} {move.From}-{move.To}-{move.To} {move.Change.By}: {move.Change.Reason} "
                + $"{move.Change.DecisionId} {(promotion is null ? "" : Time(promotion.At))} {promotion?.By}";
        }).Order(StringComparer.Ordinal),
        (await database.ColumnAsync(
            $"""
            SELECT format('%s %s %s-%s-%s %s: %s %s %s %s', {ViewCheck.TimeOf("changed_at")}, model_version, from_stage, to_stage, stage,
                changed_by, reason, decision_id, {ViewCheck.TimeOf("promoted_at")}, promoted_by)
            FROM v_model_timeline WHERE model_name = '{YearPeople.ModelName}' AND {ViewCheck.OwnTenant}
            """)).Order(StringComparer.Ordinal));

    // Each change of a stage and of a time in production, with its author.
    private async Task AssertAuditAsync()
    {
        Assert.Equal(
            diary.Moves.Skip(1)
                .Select(move => $"{diary.Versions[move.Version].Id} {move.Change.By} {move.From} {move.To}")
                .Where(line => !line.EndsWith($"{ModelStage.None} {ModelStage.Staging}", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
            (await database.ColumnAsync(
                $"""
                SELECT concat_ws(' ', subject_id, actor, before ->> 'stage', after ->> 'stage') FROM ml_audit_log
                WHERE subject_type = 'ModelVersion' AND action = 'update' AND after ? 'stage' AND {ViewCheck.OwnTenant}
                    AND subject_id IN ({string.Join(", ", diary.Versions.Values.Select(version => $"'{version.Id}'"))})
                """)).Order(StringComparer.Ordinal));
        var ended = diary.Serving.Periods.Count(period => period.To is not null);
        Assert.Equal(
            [
                $"ModelAlias insert {ended + 1}", $"ModelAlias update {ended}",
                $"ServingPeriod insert {ended + 1}", $"ServingPeriod update {ended}",
            ],
            await database.ColumnAsync(
                $"""
                SELECT concat_ws(' ', a.subject_type, a.action, count(*)) FROM ml_audit_log a
                WHERE {ViewCheck.OwnTenant} AND (
                    a.subject_id IN (SELECT id::text FROM ml_serving_periods WHERE model_name = '{YearPeople.ModelName}')
                    OR a.subject_id IN (SELECT id::text FROM model_aliases WHERE model_name = '{YearPeople.ModelName}'))
                GROUP BY a.subject_type, a.action ORDER BY 1
                """));
    }

    private static string Time(DateTimeOffset time) => ViewCheck.Show(time);
}
