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

        var rules = rows.Select(row => row.GetType()).Distinct()
            .ToDictionary(kind => kind, kind => AuditRules.Of(context.Model.FindEntityType(kind)!));
        if (!rules.Values.Any(kind => kind.AuditsAll))
            return [];

        var now = TimeProvider.System.GetUtcNow();
        var author = rows.Select(row => FindAuthor(rules[row.GetType()], row)).FirstOrDefault(name => name is not null)
            ?? SaveAudit.NameConnectionUser(context);
        return
        [
            .. from row in rows
               let kind = rules[row.GetType()]
               where kind.AuditsAll
               select kind.Describe(row, action, FindAuthor(kind, row) ?? author, now, before: null, after: Describe(kind, row)),
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
