using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace PSModelPruning.Compute.Tests.Networks.Operators;

/// <summary>Reads what the methods of an assembly say: the texts they hold and the types they test for.</summary>
internal static class IntermediateLanguage
{
    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes)
        .GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>Every text literal, with the outermost type whose code holds it.</summary>
    internal static IEnumerable<(string Type, string Text)> Texts(string assembly) =>
        Instructions(assembly, (metadata, code, token) =>
            code.OperandType == OperandType.InlineString ? metadata.GetUserString((UserStringHandle)MetadataTokens.Handle(token)) : null
        );

    /// <summary>The full name of every type that code tests or casts to, with the outermost type whose code does.</summary>
    internal static IEnumerable<(string Type, string Text)> TypeTests(string assembly) =>
        Instructions(assembly, (metadata, code, token) =>
            (code == OpCodes.Isinst || code == OpCodes.Castclass)
            && MetadataTokens.EntityHandle(token) is { Kind: HandleKind.TypeDefinition } handle
                ? NameOf(metadata, (TypeDefinitionHandle)handle)
                : null
        );

    private static List<(string, string)> Instructions(string assembly, Func<MetadataReader, OpCode, int, string?> read)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader metadata = file.GetMetadataReader();
        var found = new List<(string, string)>();
        foreach (MethodDefinition method in metadata.MethodDefinitions.Select(metadata.GetMethodDefinition))
        {
            if (method.RelativeVirtualAddress == 0)
                continue;
            BlobReader body = file.GetMethodBody(method.RelativeVirtualAddress).GetILReader();
            while (body.RemainingBytes > 0)
            {
                int value = body.ReadByte();
                OpCode code = Codes[value == 0xFE ? (value << 8) | body.ReadByte() : value];
                int token = Operand(ref body, code);
                if (read(metadata, code, token) is { } text)
                    found.Add((Outermost(metadata, method.GetDeclaringType()), text));
            }
        }
        return found;
    }

    private static int Operand(ref BlobReader body, OpCode code)
    {
        switch (code.OperandType)
        {
            case OperandType.InlineNone:
                return 0;
            case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                return body.ReadByte();
            case OperandType.InlineVar:
                return body.ReadInt16();
            case OperandType.InlineI8 or OperandType.InlineR:
                return (int)body.ReadInt64();
            case OperandType.InlineSwitch:
                int targets = body.ReadInt32();
                body.Offset += 4 * targets;
                return targets;
            default:
                return body.ReadInt32();
        }
    }

    private static string Outermost(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        while (metadata.GetTypeDefinition(handle).GetDeclaringType() is { IsNil: false } outer)
            handle = outer;
        return NameOf(metadata, handle);
    }

    private static string NameOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
