using System.Reflection;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Tests.SentSql;

/// <summary>Calls a method of a repository, and reads all that it returns.</summary>
internal static class RepositoryCall
{
    private static readonly MethodInfo Reading = typeof(RepositoryCall)
        .GetMethod(nameof(ReadAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>All methods that ask the server.</summary>
    public static IReadOnlyList<MethodInfo> Methods { get; } =
    [
        .. typeof(MlOpsDbContext).Assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Repository", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.Name != "Add"),
    ];

    public static string Describe(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    /// <summary>Whether it has another course without what may be left out.</summary>
    public static bool HasOptions(MethodInfo method) => method.GetParameters().Any(IsOption);

    public static async Task RunAsync(MethodInfo method, MlOpsDbContext context, RepositoryScene scene, bool withOptions)
    {
        if (method.IsGenericMethodDefinition)
            method = method.MakeGenericMethod(typeof(OraclePrediction));

        var repository = Activator.CreateInstance(method.DeclaringType!, context);
        var arguments = method.GetParameters().Select(parameter => Convert(
            parameter.ParameterType,
            parameter.ParameterType == typeof(CancellationToken) ? CancellationToken.None
                : IsOption(parameter) && !withOptions ? null
                : scene.FindArgument(method.DeclaringType!.Name, method.Name, parameter.Name!))).ToArray();
        var result = method.Invoke(repository, arguments)!;
        if (result is Task task)
            await FinishAsync(task);
        else
            await (Task)Reading.MakeGenericMethod(method.ReturnType.GenericTypeArguments[0]).Invoke(null, [result])!;
    }

    // The gate refuses an approval by the login that asked for it. It has asked the server by then.
    private static async Task FinishAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (MlOpsException e) when (e.Error == MlOpsError.Refused)
        {
        }
    }

    private static bool IsOption(ParameterInfo parameter) => parameter.ParameterType != typeof(CancellationToken)
        && new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;

    private static object? Convert(Type type, object? argument) => argument switch
    {
        Array array when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>) =>
            typeof(AsyncEnumerable).GetMethod(nameof(AsyncEnumerable.ToAsyncEnumerable))!
                .MakeGenericMethod(type.GenericTypeArguments[0]).Invoke(null, [array]),
        _ => argument,
    };

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> stream)
    {
        await foreach (var _ in stream)
        {
        }
    }
}
