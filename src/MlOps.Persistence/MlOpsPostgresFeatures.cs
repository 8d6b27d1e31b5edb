using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Conventions;
using MlOps.Postgres;

namespace MlOps.Persistence;

/// <summary>The names that MlOps gives to the features of PostgreSQL. Its migrations contain them, so they never change.</summary>
internal static class MlOpsPostgresFeatures
{
    /// <summary>The setting of a session or transaction with the id of its tenant.</summary>
    public const string TenantSetting = "mlops.tenant_id";

    public static readonly PostgresFeaturesOptions Options = new()
    {
        AnnotationPrefix = "MlOps:",
        TenantSetting = TenantSetting,
        BoundTenantFunction = "mlops_bound_tenant",
        MissingTenantFunction = "mlops_missing_tenant",
        UpdatedAtFunction = "mlops_set_updated_at",
        SetFunctionPrefix = "mlops_set_",
        // PostgreSQL names the CHECK that refuses a row, and so says what a writer has to give.
        SliceCheck = $"id => {IdFunction.Name}(created_at)",
        HasLowerCaseKeyNames = true,
        MigrationLockKey = 0x4d6c4f70734d6967, // "MlOpsMig" as a number.
    };

    // The names of an application's own keys are its own, and so are its ids.
    private static readonly PostgresFeaturesOptions ForOthers = Options with { HasLowerCaseKeyNames = false, SliceCheck = "slice" };

    /// <summary>The options of a context. The type is DbContext where the options do not say which context they are for.</summary>
    public static PostgresFeaturesOptions For(Type contextType) =>
        contextType == typeof(DbContext) || contextType.IsAssignableTo(typeof(MlOpsDbContext)) ? Options : ForOthers;
}
