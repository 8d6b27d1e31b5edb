using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Auditing;

/// <summary>Describes for the audit log the rows of a bulk write.</summary>
internal static class BulkAudit
{
    public static IReadOnlyList<AuditEntry> Describe(DbContext context, IReadOnlyList<object> rows, AuditAction action)
    {
        if (context.Model.FindEntityType(typeof(AuditEntry)) is null)
            return [];

        var kinds = rows.GroupBy(row => row.GetType())
            .Select(kind => (Rules: AuditRules.Of(context.Model.FindEntityType(kind.Key)!), Rows: kind)).ToList();
        if (!kinds.Exists(kind => kind.Rules.AuditsAll))
            return [];

        var now = TimeProvider.System.GetUtcNow();
        var author = kinds.SelectMany(kind => kind.Rows.Select(row => FindAuthor(kind.Rules, row))).FirstOrDefault(name => name is not null)
            ?? SaveAudit.NameConnectionUser(context);
        return
        [
            .. from kind in kinds
               where kind.Rules.AuditsAll
               from row in kind.Rows
               select kind.Rules.Describe(
                   row, action, FindAuthor(kind.Rules, row) ?? author, now, before: null, after: Describe(kind.Rules, row)),
        ];
    }

    private static string? FindAuthor(AuditRules rules, object row) =>
        rules.Authors.Select(property => (string?)property.GetGetter().GetClrValue(row)).FirstOrDefault(name => name is not null);

    private static Json Describe(AuditRules rules, object row)
    {
        return AuditedValues.Write(
            rules.Values.Where(property => !property.IsShadowProperty() && Read(property) is not null), Read);

        object? Read(IProperty property) => property.GetGetter().GetClrValue(row);
    }
}
