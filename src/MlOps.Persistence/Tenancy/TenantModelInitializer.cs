using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Internal;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// Adds the filter of the tenant to a model when a context starts to use it, whether it was built or compiled: EF compiles no model
/// in which filters are declared.
/// </summary>
internal sealed class TenantModelInitializer(
    ModelRuntimeInitializerDependencies dependencies, RelationalModelRuntimeInitializerDependencies relationalDependencies)
    : RelationalModelRuntimeInitializer(dependencies, relationalDependencies)
{
    private const string FilteredName = "MlOps:HasTenantFilters";

    public override IModel Initialize(
        IModel model, bool designTime = true, IDiagnosticsLogger<DbLoggerCategory.Model.Validation>? validationLogger = null)
    {
        var initialized = base.Initialize(model, designTime, validationLogger);
        // The models of migrations are no runtime models, and nobody queries them.
        if (initialized.FindRuntimeAnnotationValue(CoreAnnotationNames.ReadOnlyModel) is RuntimeModel runtimeModel)
            AddFilters(runtimeModel);

        return initialized;
    }

    // A compiled model is shared by all contexts of a process.
    private static void AddFilters(RuntimeModel model)
    {
        if (model.FindRuntimeAnnotation(FilteredName) is not null)
            return;

        lock (model)
        {
            if (model.FindRuntimeAnnotation(FilteredName) is not null)
                return;

            TenantFilter.AddTo(model);
            model.AddRuntimeAnnotation(FilteredName, true);
        }
    }
}
