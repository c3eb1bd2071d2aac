namespace Coder.Infra.Helm.Yaml;

internal sealed partial class YamlScanner
{
    private void FetchStreamEnd()
    {
        if (_mark.Column != 0)
            _mark = new YamlMark(_mark.Index, _mark.Line + 1, 0);
        UnrollIndent(-1);
        if (!_streamEnded)
            RemoveSimpleKey();
        _streamEnded = true;
        _simpleKeyAllowed = false;
        Add(YamlTokenKind.StreamEnd, _mark);
    }

    private void FetchDirective()
    {
        UnrollIndent(-1);
        RemoveSimpleKey();
        _simpleKeyAllowed = false;
        ScanDirective();
    }

    private void FetchDocumentIndicator(YamlTokenKind kind)
    {
        UnrollIndent(-1);
        RemoveSimpleKey();
        _simpleKeyAllowed = false;
        var start = _mark;
        Skip();
        Skip();
        Skip();
        Add(kind, start);
    }

    private void FetchFlowStart(YamlTokenKind kind)
    {
        SaveSimpleKey();
        _simpleKeys.Add(new SimpleKey { TokenNumber = _tokensTaken + _tokens.Count - _head });
        if (++_flowLevel > MaxDepth)
            throw Error("exceeded max depth of 10000");
        _simpleKeyAllowed = true;
        AddIndicator(kind);
    }

    private void FetchFlowEnd(YamlTokenKind kind)
    {
        RemoveSimpleKey();
        if (_flowLevel > 0)
        {
            _flowLevel--;
            // As in the library, this also forgets an empty collection as a key that may come: {}: x is read as {} alone.
            _keysByToken.Remove(_simpleKeys[^1].TokenNumber);
            _simpleKeys.RemoveAt(_simpleKeys.Count - 1);
        }
        _simpleKeyAllowed = false;
        AddIndicator(kind);
    }

    private void FetchFlowEntry()
    {
        RemoveSimpleKey();
        _simpleKeyAllowed = true;
        AddIndicator(YamlTokenKind.FlowEntry);
    }

    private void FetchBlockEntry()
    {
        // Inside a flow collection the parser will refuse it.
        if (_flowLevel == 0)
        {
            if (!_simpleKeyAllowed)
                throw Error("block sequence entries are not allowed in this context");
            RollIndent(_mark.Column, -1, YamlTokenKind.BlockSequenceStart, _mark);
        }
        RemoveSimpleKey();
        _simpleKeyAllowed = true;
        AddIndicator(YamlTokenKind.BlockEntry);
    }

    private void FetchKey()
    {
        if (_flowLevel == 0)
        {
            if (!_simpleKeyAllowed)
                throw Error("mapping keys are not allowed in this context");
            RollIndent(_mark.Column, -1, YamlTokenKind.BlockMappingStart, _mark);
        }
        RemoveSimpleKey();
        _simpleKeyAllowed = _flowLevel == 0;
        AddIndicator(YamlTokenKind.Key);
    }

    private void FetchValue()
    {
        var key = _simpleKeys[^1];
        if (IsValid(key))
        {
            Insert(key.TokenNumber, new YamlToken(YamlTokenKind.Key, key.Mark, key.Mark));
            RollIndent(key.Mark.Column, key.TokenNumber, YamlTokenKind.BlockMappingStart, key.Mark);
            Forget(key);
            _simpleKeyAllowed = false;
        }
        else
        {
            if (_flowLevel == 0)
            {
                if (!_simpleKeyAllowed)
                    throw Error("mapping values are not allowed in this context");
                RollIndent(_mark.Column, -1, YamlTokenKind.BlockMappingStart, _mark);
            }
            _simpleKeyAllowed = _flowLevel == 0;
        }
        AddIndicator(YamlTokenKind.Value);
    }

    private void FetchAnchor(YamlTokenKind kind)
    {
        SaveSimpleKey();
        _simpleKeyAllowed = false;
        var start = _mark;
        Skip();
        int from = _mark.Index;
        while (IsWord(0))
            Skip();
        bool ends = IsBlankOrEnd(0) || At(0) is '?' or ':' or ',' or ']' or '}' or '%' or '@' or '`';
        if (_mark.Index == from || !ends)
            throw Error("did not find expected alphabetic or numeric character");
        _tokens.Add(new YamlToken(kind, start, _mark, _text[from.._mark.Index]));
    }

    private void FetchBlockScalar(bool literal)
    {
        RemoveSimpleKey();
        _simpleKeyAllowed = true;
        _tokens.Add(ScanBlockScalar(literal));
    }

    private void FetchFlowScalar(bool single)
    {
        SaveSimpleKey();
        _simpleKeyAllowed = false;
        _tokens.Add(ScanFlowScalar(single));
    }

    private void FetchPlainScalar()
    {
        SaveSimpleKey();
        _simpleKeyAllowed = false;
        _tokens.Add(ScanPlainScalar());
    }

    private void AddIndicator(YamlTokenKind kind)
    {
        var start = _mark;
        Skip();
        Add(kind, start);
    }
}
