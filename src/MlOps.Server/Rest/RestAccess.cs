using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;
using MlOps.Domain.Telemetry;
using MlOps.Domain.Tenancy;

namespace MlOps.Server.Rest;

/// <summary>Which scope a caller needs to insert into a table: more for what decides than for what was measured.</summary>
internal static class RestAccess
{
    // By where their classes are.
    private static readonly string?[] Measured = [typeof(Prediction).Namespace, typeof(LearningEvent).Namespace];
    private static readonly string?[] Administered = [typeof(Job).Namespace, typeof(Tenants).Namespace];

    // They are in the folder of predictions, and no measurement.
    private static readonly Type[] Policies = [typeof(LabelPolicy), typeof(DeadLetter)];

    /// <exception cref="RestError">The caller has not the scope, or nobody may.</exception>
    public static void RequireWrite(string table, IModel model, RestCaller caller)
    {
        var type = model.GetEntityTypes().FirstOrDefault(type => type.GetTableName() == table)?.ClrType;
        if (type == typeof(AuditEntry))
            throw new RestError(403, "42501", "Nobody writes the audit log by hand.");

        var (isAllowed, scope) = type switch
        {
            _ when type is not null && Policies.Contains(type) => (caller.MayAdminister, "admin"),
            _ when Administered.Contains(type?.Namespace) => (caller.MayAdminister, "admin"),
            // Services of applications have classes of their own.
            _ when Measured.Contains(type?.Namespace) || typeof(Prediction).IsAssignableFrom(type) => (true, "write"),
            _ => (caller.MayDecide, "decide"),
        };
        if (!isAllowed)
            throw new RestError(403, "42501", $"The token '{caller.Name}' has not the scope '{scope}', which {table} needs.");
    }
}
