using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace MlOps.Architecture.Tests.Code;

/// <summary>Reads which members the compiled body of a method refers to.</summary>
internal static class CompiledCode
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value);

    /// <summary>The methods and constructors that a type declares itself.</summary>
    public static IEnumerable<MethodBase> ListMethods(Type type) =>
        type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared));

    /// <summary>
    /// The members that a method refers to, and those that its lambdas, local functions and iterators refer to. Methods
    /// that are to be followed are read in the same way.
    /// </summary>
    public static IReadOnlyCollection<MemberInfo> ListReachable(MethodBase method, Func<MethodBase, bool> follow)
    {
        var reached = new HashSet<MemberInfo>();
        var waiting = new Stack<MethodBase>([method]);
        while (waiting.TryPop(out var current))
        {
            foreach (var (_, member) in ListReferences(current))
            {
                if (reached.Add(member) && member is MethodBase called && follow(called))
                    waiting.Push(called);
            }
        }

        return reached;
    }

    /// <summary>
    /// The members that one body refers to, each with the instruction. The body of an iterator is its state machine's.
    /// </summary>
    public static IEnumerable<(OpCode Code, MemberInfo Member)> ListReferences(MethodBase method)
    {
        var body = method.GetCustomAttribute<StateMachineAttribute>() is { } machine
            ? machine.StateMachineType.GetMethod("MoveNext", Declared)!
            : method;
        return body.GetMethodBody()?.GetILAsByteArray() is { } code ? ListReferences(body, code) : [];
    }

    private static IEnumerable<(OpCode Code, MemberInfo Member)> ListReferences(MethodBase method, byte[] code)
    {
        var typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var methodArguments = method is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? (ushort)((0xFE << 8) | code[at + 1]) : code[at];
            var instruction = OpCodesByValue[value];
            at += instruction.Size;
            if (instruction.OperandType is OperandType.InlineMethod or OperandType.InlineField
                or OperandType.InlineType or OperandType.InlineTok)
            {
                var token = BitConverter.ToInt32(code, at);
                yield return (instruction, method.Module.ResolveMember(token, typeArguments, methodArguments)!);
            }

            at += SizeOfOperand(instruction, code, at);
        }
    }

    private static int SizeOfOperand(OpCode instruction, byte[] code, int at) => instruction.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
