using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace PSModelPruning.Compute.Tests.Runtime;

/// <summary>What the compute assembly holds as compiled: its texts, and what its methods call.</summary>
internal sealed class CompiledCode : IDisposable
{
    private static readonly Dictionary<int, OpCode> OpCodes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    private readonly PEReader _file = new(File.OpenRead(typeof(Dataset).Assembly.Location));
    private readonly MetadataReader _metadata;

    internal CompiledCode() => _metadata = _file.GetMetadataReader();

    /// <summary>All texts in the code.</summary>
    internal IEnumerable<string> Texts()
    {
        UserStringHandle handle = MetadataTokens.UserStringHandle(0);
        while (!(handle = _metadata.GetNextHandle(handle)).IsNil)
            yield return _metadata.GetUserString(handle);
    }

    /// <summary>For every method with a body: its name, and the names of what it calls, such as <c>String.Format&lt;…&gt;</c>.</summary>
    internal IEnumerable<(string Method, IReadOnlyList<string> Calls)> Methods()
    {
        foreach (MethodDefinitionHandle handle in _metadata.MethodDefinitions)
        {
            MethodDefinition method = _metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
                continue;
            TypeDefinition type = _metadata.GetTypeDefinition(method.GetDeclaringType());
            string name = $"{_metadata.GetString(type.Name)}.{_metadata.GetString(method.Name)}";
            yield return (name, [.. Calls(_file.GetMethodBody(method.RelativeVirtualAddress).GetILReader())]);
        }
    }

    public void Dispose() => _file.Dispose();

    private List<string> Calls(BlobReader code)
    {
        var calls = new List<string>();
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            if (value == 0xFE)
                value = (value << 8) | code.ReadByte();
            OpCode op = OpCodes[value];
            switch (op.OperandType)
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget:
                case OperandType.ShortInlineI:
                case OperandType.ShortInlineVar:
                    code.ReadByte();
                    break;
                case OperandType.InlineVar:
                    code.ReadInt16();
                    break;
                case OperandType.InlineI8:
                case OperandType.InlineR:
                    code.ReadInt64();
                    break;
                case OperandType.InlineSwitch:
                    int targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType.InlineMethod:
                    calls.Add(Name(MetadataTokens.EntityHandle(code.ReadInt32())));
                    break;
                default:
                    code.ReadInt32();
                    break;
            }
        }
        return calls;
    }

    private string Name(EntityHandle method)
    {
        switch (method.Kind)
        {
            case HandleKind.MethodSpecification:
                MethodSpecification generic = _metadata.GetMethodSpecification((MethodSpecificationHandle)method);
                BlobReader signature = _metadata.GetBlobReader(generic.Signature);
                signature.ReadByte();
                signature.ReadCompressedInteger();
                return $"{Name(generic.Method)}<{signature.ReadSignatureTypeCode()}>";
            case HandleKind.MemberReference:
                MemberReference member = _metadata.GetMemberReference((MemberReferenceHandle)method);
                string declaring =
                    member.Parent.Kind == HandleKind.TypeReference
                        ? _metadata.GetString(_metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name)
                        : "";
                MethodSignature<string> types = member.DecodeMethodSignature(new Types(), null);
                return $"{declaring}.{_metadata.GetString(member.Name)}({string.Join(",", types.ParameterTypes)})";
            default:
                return _metadata.GetString(_metadata.GetMethodDefinition((MethodDefinitionHandle)method).Name);
        }
    }

    /// <summary>Short names of the types of a signature.</summary>
    private sealed class Types : ISignatureTypeProvider<string, object?>
    {
        public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[]";

        public string GetByReferenceType(string elementType) => $"{elementType}&";

        public string GetFunctionPointerType(MethodSignature<string> signature) => "*";

        public string GetGenericInstantiation(string genericType, System.Collections.Immutable.ImmutableArray<string> typeArguments) =>
            $"{genericType}<{string.Join(",", typeArguments)}>";

        public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

        public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => $"{elementType}*";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSZArrayType(string elementType) => $"{elementType}[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            reader.GetString(reader.GetTypeDefinition(handle).Name);

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
            reader.GetString(reader.GetTypeReference(handle).Name);

        public string GetTypeFromSpecification(
            MetadataReader reader,
            object? genericContext,
            TypeSpecificationHandle handle,
            byte rawTypeKind
        ) => "";
    }
}
