; What runs inside QEMU: makes one access a probe, in the tables, with the registers and at the
; privilege that the probe asks for, and writes down what happened.
;
; Given by the assembler's command line:
;   G     physical address of this program's 4 MiB, in the first 4 GiB
;   W     linear address at which all tables that are probed map all of physical memory
;   STUB  linear address at which they map the page `stub` for users
;   LONG  1 in long mode (four or five levels), 0 in IA-32 and PAE paging
; and the numbers of GuestLayout.java, by the names that are not here.

%if LONG
    %define AX_ rax
    %define BX_ rbx
    %define CX_ rcx
    %define DX_ rdx
    %define SI_ rsi
    %define BP_ rbp
    %define SP_ rsp
    %define AT(place)       rel place
    %define WINDOW(register) r15 + register
    %define IRET_           iretq
    %define WORD_           8
    %define PUSHF_          pushfq
    %define POPF_           popfq
%else
    %define AX_ eax
    %define BX_ ebx
    %define CX_ ecx
    %define DX_ edx
    %define SI_ esi
    %define BP_ ebp
    %define SP_ esp
    %define AT(place)       W + place
    %define WINDOW(register) W + register
    %define IRET_           iretd
    %define WORD_           4
    %define PUSHF_          pushfd
    %define POPF_           popfd
%endif
; As a number, which can be shifted.
%define NUMBER(label)       (W + G + (label) - $$)

    org G

; ---- From real mode to paging, in the boot tables, which map this memory at G and at W + G.

    bits 16
start:
    cli
    o32 lgdt [dword gdtr_physical]
    mov eax, cr0
    or eax, 1
    mov cr0, eax
    jmp dword 0x08:protected

    bits 32
protected:
    mov eax, 0x10
    mov ds, eax
    mov es, eax
    mov ss, eax
    mov eax, [BOOT_CR4]
    mov cr4, eax
    mov eax, [BOOT_CR3]
    mov cr3, eax
    mov ecx, 0xc0000080
    mov eax, [BOOT_EFER]
    xor edx, edx
    wrmsr
    mov eax, [BOOT_CR0]
    mov cr0, eax
%if LONG
    jmp 0x18:wide
    bits 64
wide:
    mov r15, W
%endif
    mov AX_, W + high
    jmp AX_

high:
    mov SP_, W + G + STACK
    lgdt [AT(gdtr_linear)]
    lidt [AT(idtr)]
    mov eax, 0x2b
    mov ds, eax
    mov es, eax
    mov eax, 0x30
    ltr ax
    mov AX_, W + G + RECORDS
    mov [AT(CURRENT)], AX_

; ---- A probe

next:
    mov eax, [AT(DONE)]
    cmp eax, [AT(COUNT)]
    jae finish
    mov BP_, [AT(CURRENT)]
%if LONG
    mov eax, [BP_ + CR4_]
    mov cr4, rax
%else
    mov eax, [BP_ + CR4_]
    mov cr4, eax
%endif
    mov ecx, 0xc0000080
    mov eax, [BP_ + EFER_]
    xor edx, edx
    wrmsr
    mov eax, [BP_ + CR0_]
    mov cr0, AX_
    mov AX_, [BP_ + CR3_]
    mov cr3, AX_

    xor ecx, ecx
.plant:
    cmp cl, [BP_ + PLANTED]
    jae .entries
    mov DX_, [BP_ + PHYSICAL + CX_ * 8]
    mov eax, [WINDOW(DX_)]
    mov [BP_ + SAVED + CX_ * 4], eax
    mov eax, [BP_ + TAG + CX_ * 4]
    mov [WINDOW(DX_)], eax
    inc ecx
    jmp .plant
.entries:
    xor ecx, ecx
.entry:
    cmp ecx, [BP_ + ENTRIES]
    jae .access
    mov DX_, [BP_ + ENTRY + CX_ * 8]
    mov eax, [WINDOW(DX_)]
    mov [BP_ + BEFORE + CX_ * 8], eax
    mov eax, [WINDOW(DX_) + 4]
    mov [BP_ + BEFORE + CX_ * 8 + 4], eax
    inc ecx
    jmp .entry

.access:
    movzx ecx, byte [BP_ + ACCESS]
    shl ecx, 4
    movzx edx, byte [BP_ + AC]
    shl edx, 18
    or edx, 2
    mov BX_, [BP_ + LINEAR]
    mov eax, [BP_ + WRITTEN]
    cmp byte [BP_ + USER], 0
    jne .user
%if LONG
    lea rsi, [rel kernel_stub]
    add rsi, rcx
%else
    lea esi, [W + kernel_stub + ecx]
%endif
    push DX_
    POPF_
    jmp SI_
.user:
    mov SI_, STUB
    add SI_, CX_
    push 0x2b
    push W_STACK
    push DX_
    push 0x23
    push SI_
    IRET_
W_STACK equ 0                       ; a user has no stack, and needs none

%macro accesses 0
    mov eax, [BX_]
    int ACCESS_MADE
    align 16
    mov [BX_], eax
    int ACCESS_MADE
    align 16
    jmp BX_
    align 16
%endmacro

    align 16
kernel_stub:
    accesses
; Reads, changes an entry, reads, flushes, and reads again.
    mov eax, [BX_]
    mov [BP_ + READS], eax
    mov DX_, [BP_ + REMAPPED]
    mov eax, [BP_ + REMAPPED_TO]
    mov [WINDOW(DX_)], eax
    mov eax, [BP_ + REMAPPED_TO + 4]
    mov [WINDOW(DX_) + 4], eax
    mov eax, [BX_]
    mov [BP_ + READS + 4], eax
    cmp byte [BP_ + BY_CR3], 0
    jne .by_cr3
    invlpg [BX_]
    jmp .flushed
.by_cr3:
    mov AX_, cr3
    mov cr3, AX_
.flushed:
    mov eax, [BX_]
    mov [BP_ + READS + 8], eax
    int ACCESS_MADE

; ---- What happened

%assign vector 0
    align 16
handlers:
%rep 33
    align 16
    %if vector != 8 && !(vector >= 10 && vector <= 14) && vector != 17 && vector != 21
    push 0
    %endif
    push vector == 32 ? ACCESS_MADE : vector
    jmp happened
    %assign vector vector + 1
%endrep

happened:
    mov BP_, [AT(CURRENT)]
    mov [BP_ + VALUE], eax
    pop CX_
    mov [BP_ + VECTOR], ecx
    pop CX_
    mov [BP_ + ERROR], ecx
    pop CX_
    mov [BP_ + IP], CX_
    mov AX_, cr2
    mov [BP_ + CR2_], AX_
    mov SP_, W + G + STACK
    push 2
    POPF_

    xor ecx, ecx
.entry:
    cmp ecx, [BP_ + ENTRIES]
    jae .seen
    mov DX_, [BP_ + ENTRY + CX_ * 8]
    mov eax, [WINDOW(DX_)]
    mov [BP_ + AFTER + CX_ * 8], eax
    mov eax, [WINDOW(DX_) + 4]
    mov [BP_ + AFTER + CX_ * 8 + 4], eax
    inc ecx
    jmp .entry
.seen:
    xor ecx, ecx
.planted:
    cmp cl, [BP_ + PLANTED]
    jae .back
    mov DX_, [BP_ + PHYSICAL + CX_ * 8]
    mov eax, [WINDOW(DX_)]
    mov [BP_ + SEEN + CX_ * 4], eax
    mov eax, [BP_ + SAVED + CX_ * 4]
    mov [WINDOW(DX_)], eax
    inc ecx
    jmp .planted
.back:
    xor ecx, ecx
.put:
    cmp ecx, [BP_ + ENTRIES]
    jae .done
    mov DX_, [BP_ + ENTRY + CX_ * 8]
    mov eax, [BP_ + BEFORE + CX_ * 8]
    mov [WINDOW(DX_)], eax
    mov eax, [BP_ + BEFORE + CX_ * 8 + 4]
    mov [WINDOW(DX_) + 4], eax
    inc ecx
    jmp .put
.done:
    inc dword [AT(DONE)]
    add BP_, RECORD
    mov [AT(CURRENT)], BP_
    jmp next

finish:
    mov dword [AT(STATE)], STATE_DONE
    lidt [AT(no_idt)]
    int3                            ; a triple fault, which ends QEMU

; ---- Tables of the processor

    align 16
gdt:
    dq 0
    dq 0x00cf9b000000ffff           ; 0x08 code, 32 bits
    dq 0x00cf93000000ffff           ; 0x10 data
%if LONG
    dq 0x00af9b000000ffff           ; 0x18 code, 64 bits
    dq 0x00affb000000ffff           ; 0x20 code of users
%else
    dq 0x00cf9b000000ffff
    dq 0x00cffb000000ffff
%endif
    dq 0x00cff3000000ffff           ; 0x28 data of users
    dw 103                          ; 0x30 task state
    dw NUMBER(tss) & 0xffff
    db NUMBER(tss) >> 16 & 0xff
    db 0x89, 0
    db NUMBER(tss) >> 24 & 0xff
    dq NUMBER(tss) >> 32 & 0xffffffff
gdt_end:

gdtr_physical:
    dw gdt_end - gdt - 1
    dd gdt
gdtr_linear:
    dw gdt_end - gdt - 1
%if LONG
    dq W + gdt
%else
    dd W + gdt
%endif
idtr:
    dw idt_end - idt - 1
%if LONG
    dq W + idt
%else
    dd W + idt
%endif
no_idt:
    dw 0
    dq 0

    align 16
tss:
    dd 0
%if LONG
    dq W + G + STACK
%else
    dd W + G + STACK, 0x10
%endif
    times 104 - ($ - tss) db 0

%macro gate 1
    %assign address W + G + (handlers - $$) + 16 * (%1)
    dw address & 0xffff, 0x18
    db 0, 0xee                      ; users may raise it
    dw address >> 16 & 0xffff
    %if LONG
    dd address >> 32 & 0xffffffff, 0
    %endif
%endmacro

    align 16
idt:
%assign vector 0
%rep 32
    gate vector
    %assign vector vector + 1
%endrep
    times (ACCESS_MADE - 32) * 2 * WORD_ db 0
    gate 32
idt_end:

    times STUB_OFFSET - ($ - $$) db 0
stub:
    accesses
    times PARAMETERS - ($ - $$) db 0

; ---- Parameters, which are written behind the program

STATE:      dd 0                    ; STATE_DONE when all is done
DONE:       dd 0                    ; how many probes are done
COUNT:      dd 0                    ; how many there are
BOOT_CR0:   dd 0
BOOT_CR4:   dd 0
BOOT_EFER:  dd 0
BOOT_CR3:   dq 0
CURRENT:    dq 0                    ; linear address of the record at hand
